package org.katagpu.ui.page.serve;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.katagpu.message.Messages;
import org.katagpu.setup.serve.GuestServer;
import org.katagpu.setup.serve.Proof;
import org.katagpu.setup.serve.ProofLink;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The proof as a chain: each link with its state by shape and colour, its evidence, and a way to try it again. */
final class ProofView {
    private static final double MARK_SIZE = 18;
    private static final int MOST_EVIDENCE = 500;

    private final VBox box;
    private final ServeModel model;
    private final Messages words;

    ProofView(VBox box, ServeModel model, Messages words) {
        this.box = box;
        this.model = model;
        this.words = words;
    }

    void show(ContainerStatus standing) {
        box.getChildren().clear();
        for (ProofLink link : ProofLink.values()) {
            box.getChildren().add(row(link, standing));
        }
    }

    private Node row(ProofLink link, ContainerStatus standing) {
        Proof.Standing now = standing.proof().at(link);
        String state = now.state().name().toLowerCase(Locale.ROOT);
        Region line = new Region();
        line.getStyleClass().add("chain-line");
        line.setVisible(link.ordinal() < ProofLink.values().length - 1);
        VBox.setVgrow(line, Priority.ALWAYS);
        VBox left = new VBox(3, mark(now.state()), line);
        left.getStyleClass().add("chain-mark");
        Label name = new Label(words.get("serve.page.link." + link.word()));
        name.getStyleClass().add("finding-what");
        name.setMinWidth(Region.USE_PREF_SIZE);
        Label said = new Label(standing.asOf().filter(asOf -> now.state() == Proof.State.VOID).map(words::get)
                .orElseGet(() -> words.get("serve.page.state." + state)));
        said.getStyleClass().addAll("hint", "chain-state");
        said.setId("state-" + link.word());
        said.setWrapText(true);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox head = new HBox(8, name, said, space);
        if (now.state() != Proof.State.WAITING && now.state() != Proof.State.RUNNING) {
            head.getChildren().add(again(link, now.state()));
        }
        VBox right = new VBox(1, head);
        HBox.setHgrow(right, Priority.ALWAYS);
        evidence(link, now, standing).forEach(text -> right.getChildren().add(evidence(text)));
        HBox row = new HBox(10, left, right);
        row.getStyleClass().addAll("chain-link", "chain-" + state);
        row.setId("link-" + link.word());
        return row;
    }

    private List<String> evidence(ProofLink link, Proof.Standing now, ContainerStatus standing) {
        boolean proved = now.state() == Proof.State.PROVED;
        if (link == ProofLink.SERVER && proved && standing.server().isPresent()) {
            return Stream.concat(since(standing.server().get()).stream(), Stream.of(now.evidence().strip()))
                    .filter(line -> !line.isEmpty()).toList();
        }
        if (link == ProofLink.GPU && proved && !standing.gpus().isEmpty()) {
            return standing.gpus().stream()
                    .map(gpu -> "%s · %d MiB · %s%s".formatted(gpu.name(), gpu.memory(), gpu.driver(),
                            gpu.cuda().isEmpty() ? "" : " · CUDA " + gpu.cuda()))
                    .toList();
        }
        return now.evidence().isBlank() ? List.of() : List.of(now.evidence().strip());
    }

    private Optional<String> since(GuestServer server) {
        return server.begun().map(begun -> words.get(
                server.process() > 0 ? "serve.page.server.since" : "serve.page.server.since.no-process",
                DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM).withLocale(words.locale())
                        .withZone(ZoneId.systemDefault()).format(begun),
                String.valueOf(server.process())));
    }

    private Label evidence(String text) {
        boolean whole = text.length() <= MOST_EVIDENCE;
        Label label = new Label(whole ? text : text.substring(0, MOST_EVIDENCE) + " …");
        if (!whole) {
            label.setTooltip(new Tooltip(text));
        }
        label.setWrapText(true);
        label.getStyleClass().addAll("mono", "chain-evidence");
        return label;
    }

    private Node mark(Proof.State state) {
        if (state == Proof.State.RUNNING) {
            ProgressIndicator turning = new ProgressIndicator();
            turning.setPrefSize(MARK_SIZE, MARK_SIZE);
            turning.setMinSize(MARK_SIZE, MARK_SIZE);
            return turning;
        }
        FontIcon icon = new FontIcon(switch (state) {
            case WAITING, RUNNING -> Feather.CIRCLE;
            case PROVED -> Feather.CHECK_CIRCLE;
            case FAILED -> Feather.X_CIRCLE;
            case UNPROVED -> Feather.HELP_CIRCLE;
            case VOID -> Feather.MINUS_CIRCLE;
        });
        Label mark = new Label("", icon);
        mark.setAccessibleText(words.get("serve.page.state." + state.name().toLowerCase(Locale.ROOT)));
        return mark;
    }

    /** Told in words where the link does not stand, a mere sign where it does. */
    private Button again(ProofLink link, Proof.State state) {
        String name = words.get("serve.page.again");
        Button again = new Button(state == Proof.State.FAILED ? name : "", new FontIcon(Feather.ROTATE_CW));
        again.setId("again-" + link.word());
        again.getStyleClass().addAll("flat", "small");
        again.setAccessibleText(name + " " + words.get("serve.page.link." + link.word()));
        again.setTooltip(new Tooltip(words.get("serve.page.again.hint")));
        again.setMinWidth(Region.USE_PREF_SIZE);
        again.setDisable(!model.canChange());
        again.setOnAction(event -> model.again(link));
        return again;
    }
}
