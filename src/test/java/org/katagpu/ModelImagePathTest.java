package org.katagpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.event.ActionEvent;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextField;
import javafx.stage.Stage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.katagpu.setup.image.BuildSettings;
import org.katagpu.setup.image.ImageChoice;
import org.katagpu.setup.image.ImageWay;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.tour.Canvas;
import org.katagpu.ui.tour.Tour;

/** The model image page through the real window on the practice host: its three ways, its edits, in both languages. */
@Tag("real")
class ModelImagePathTest {
    private static final Path PICTURES = Path.of("target", "looks", "modelimage");

    private Wiring wiring;
    private Tour window;

    @Test
    @Timeout(180)
    void theWayIsChosenAndEditsGoIntoThePlan() throws Exception {
        wiring = FxThread.get(() -> new Wiring(LocalEnvironment.temporary(), Locale.ENGLISH));
        Stage stage = FxThread.get(Stage::new);
        List<String> said = new CopyOnWriteArrayList<>();
        try {
            Canvas canvas = FxThread.get(() -> {
                Canvas made = new Canvas(wiring.window().root());
                stage.setScene(made.scene());
                stage.show();
                return made;
            });
            window = new Tour(canvas, wiring.window().root(), PICTURES, said::add);
            window.press("step-connect");
            window.choose("persona", 0);
            window.press("practise");
            window.until("the host check is in front",
                    () -> wiring.wizard().pageProperty().get() == PageId.HOST_CHECK);
            window.until("the host was read", wiring::scanned);
            walk();
        } finally {
            FxThread.run(() -> {
                stage.close();
                wiring.close();
            });
        }
        assertThat(said).noneMatch(line -> line.startsWith("cut short"));
    }

    private void walk() throws Exception {
        window.press("step-model-image");
        window.untilThere("image-apply");
        window.picture("build");
        assertThat(onFx(() -> wiring.window().root().lookupAll(".label").stream().map(Label.class::cast)
                .map(Label::getText).toList())).as("words, not what the script speaks")
                .anyMatch(words -> words.startsWith("• Bring vllm-cvm:latest"))
                .noneMatch(words -> words.contains("{\""));
        assertThat(choice().build().maxJobs()).as("proposed from the host").isGreaterThan(4);
        assertThat(text("image-pairing")).contains("550.127.08").contains("12.4");

        enter("source", "https://git.example.com/vllm.git");
        enter("commit", "ab".repeat(20));
        window.until("the plan has the other source's commit",
                () -> choice().build().sourceCommit().equals("ab".repeat(20)));
        window.until("what that means is said", () -> said("made for vLLM's tree of v0.6.0"));
        window.untilThere("image-check");
        window.picture("another-source");
        enter("source", BuildSettings.DEFAULT.sourceUrl());
        window.until("the usual repository has its commit again",
                () -> choice().build().sourceCommit().equals(BuildSettings.COMMIT));

        way(ImageWay.REGISTRY);
        window.until("the image does not fit the driver", () -> text("image-pairing").contains("too old"));
        window.untilThere("image-check");
        window.picture("registry");
        enter("registry", "vllm/vllm-openai:v0.21.0-cu129");
        window.until("the plan has it",
                () -> choice().registry().image().equals("vllm/vllm-openai:v0.21.0-cu129"));
        enter("registry", "no image; at all");
        assertThat(choice().registry().image()).as("what is no image is not taken")
                .isEqualTo("vllm/vllm-openai:v0.21.0-cu129");

        way(ImageWay.IMPORT);
        enter("archive", "/srv/none.tar");
        window.until("the host says it is not there", () -> onFx(() -> wiring.window().root()
                .lookupAll(".label").stream().map(Label.class::cast).map(Label::getText)
                .anyMatch(words -> words != null && words.contains("There is no file /srv/none.tar"))));
        window.picture("import");
        window.press("switch-language");
        window.press("switch-theme");
        window.untilThere("image-check");
        window.picture("import-chinese-dark");
        assertThat(choice().way()).isEqualTo(ImageWay.IMPORT);
    }

    private boolean said(String part) {
        return onFx(() -> wiring.window().root().lookupAll(".label").stream().map(Label.class::cast)
                .map(Label::getText).anyMatch(words -> words != null && words.contains(part)));
    }

    private ImageChoice choice() {
        return onFx(() -> wiring.wizard().planProperty().get().image());
    }

    private void way(ImageWay way) {
        with("image-ways", (TabPane tabs) -> {
            tabs.getSelectionModel().select(way.ordinal());
            return way;
        });
    }

    private void enter(String field, String text) {
        with(field, (TextField shown) -> {
            shown.setText(text);
            shown.fireEvent(new ActionEvent());
            return text;
        });
    }

    private String text(String label) {
        return with(label, (Label shown) -> shown.getText());
    }

    @SuppressWarnings("unchecked")
    private <N extends Node, T> T with(String id, Function<N, T> use) {
        return onFx(() -> use.apply((N) wiring.window().root().lookup("#" + id)));
    }

    /** Conditions are asked on the JavaFX thread, acts come from the test's. */
    private static <T> T onFx(Supplier<T> use) {
        return Platform.isFxApplicationThread() ? use.get() : FxThread.get(use::get);
    }
}
