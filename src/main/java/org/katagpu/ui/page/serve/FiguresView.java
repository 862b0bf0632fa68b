package org.katagpu.ui.page.serve;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.StringJoiner;

import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.katagpu.message.Messages;
import org.katagpu.message.Problem;
import org.katagpu.setup.serve.GpuFigures;
import org.katagpu.setup.serve.ServerFigures;

/** What the GPUs and the server do right now; what they do not tell is left out. */
final class FiguresView {
    private static final double PERCENT = 100;
    private static final double MIB_PER_GIB = 1024;

    private final VBox box;
    private final Messages words;

    FiguresView(VBox box, Messages words) {
        this.box = box;
        this.words = words;
    }

    void show(Optional<FiguresModel.Sample> sample, Optional<Problem> problem) {
        box.getChildren().clear();
        box.setVisible(sample.isPresent() || problem.isPresent());
        box.setManaged(box.isVisible());
        if (!box.isVisible()) {
            return;
        }
        Label title = new Label(words.get("serve.page.figures"));
        title.getStyleClass().add("section-title");
        box.getChildren().add(title);
        sample.ifPresent(this::sample);
        problem.ifPresent(why -> box.getChildren().add(line(words.get(why.what()))));
    }

    private void sample(FiguresModel.Sample sample) {
        if (sample.figures().gpus().isEmpty()) {
            box.getChildren().add(line(words.get("serve.page.figures.no-gpu")));
        }
        sample.figures().gpus().forEach(gpu -> box.getChildren().add(gpu(gpu)));
        box.getChildren().add(line(sample.figures().server().map(server -> server(server, sample.tokensPerSecond()))
                .orElseGet(() -> words.get(sample.figures().answers()
                        ? "serve.page.figures.no-metrics"
                        : "serve.page.figures.no-server"))));
    }

    private HBox gpu(GpuFigures gpu) {
        Label name = new Label(words.get("serve.page.figures.gpu", String.valueOf(gpu.index())));
        name.setMinWidth(Region.USE_PREF_SIZE);
        ProgressBar busy = new ProgressBar(gpu.used().orElse(0) / PERCENT);
        busy.setMinWidth(60);
        busy.setPrefWidth(80);
        StringJoiner said = new StringJoiner(" · ");
        gpu.used().ifPresent(used -> said.add(words.get("serve.page.figures.busy", whole(used))));
        gpu.memoryUsed().ifPresent(used -> said.add(words.get("serve.page.figures.memory", gib(used),
                gpu.memory().isPresent() ? gib(gpu.memory().getAsDouble()) : "?")));
        gpu.temperature().ifPresent(degrees -> said.add(whole(degrees) + " °C"));
        gpu.power().ifPresent(watts -> said.add(whole(watts) + " W"));
        Label figures = line(said.toString());
        HBox.setHgrow(figures, Priority.ALWAYS);
        HBox row = new HBox(8, name, busy, figures);
        row.getStyleClass().add("figures-row");
        return row;
    }

    private String server(ServerFigures server, OptionalDouble rate) {
        StringJoiner said = new StringJoiner(" · ");
        server.running().ifPresent(running -> said.add(words.get("serve.page.figures.requests", whole(running),
                server.waiting().isPresent() ? whole(server.waiting().getAsDouble()) : "0")));
        server.cacheUsed().ifPresent(used -> said.add(words.get("serve.page.figures.cache", whole(used * PERCENT))));
        rate.ifPresent(tokens -> said.add(words.get("serve.page.figures.rate", whole(tokens))));
        server.generatedTokens().ifPresent(tokens -> said.add(words.get("serve.page.figures.tokens", whole(tokens))));
        return said.toString();
    }

    private static Label line(String text) {
        Label line = new Label(text);
        line.setWrapText(true);
        line.getStyleClass().add("figures");
        return line;
    }

    private static String whole(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }

    private static String gib(double mib) {
        return String.format(Locale.ROOT, "%.1f", mib / MIB_PER_GIB);
    }
}
