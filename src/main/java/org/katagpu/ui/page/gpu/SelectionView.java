package org.katagpu.ui.page.gpu;

import java.util.Set;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.katagpu.host.Obstacle;
import org.katagpu.host.PassthroughMember;
import org.katagpu.host.PciFunction;
import org.katagpu.host.Selection;
import org.katagpu.message.Messages;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** What follows from the choice: what comes along, and what speaks against it with what can be done. */
final class SelectionView {
    /** The bind stage's check says these with its evidence, read at that moment. */
    private static final Set<Obstacle.Kind> SAID_BELOW = Set.of(Obstacle.Kind.HELD, Obstacle.Kind.GROUP_IN_USE,
            Obstacle.Kind.HOLDERS_UNKNOWN);

    private final VBox box;
    private final GpusModel model;
    private final Messages words;

    SelectionView(VBox box, GpusModel model, Messages words) {
        this.box = box;
        this.model = model;
        this.words = words;
    }

    void show(Selection selection) {
        box.getChildren().clear();
        if (selection.chosen().isEmpty()) {
            Label hint = new Label(words.get("gpu.page.choose-first"));
            hint.getStyleClass().add("hint");
            hint.setWrapText(true);
            box.getChildren().add(hint);
            return;
        }
        Label along = new Label(words.get("gpu.page.together", selection.chosen().size(), selection.together().size()));
        along.getStyleClass().add("section-title");
        along.setWrapText(true);
        box.getChildren().add(along);
        model.together(selection).map(words::get).ifPresent(why -> box.getChildren().add(line(why)));
        selection.together().stream().filter(one -> one.tie() != PassthroughMember.Tie.CHOSEN)
                .forEach(one -> box.getChildren().add(partner(one)));
        selection.obstacles().stream().filter(obstacle -> !SAID_BELOW.contains(obstacle.kind()))
                .forEach(obstacle -> box.getChildren().add(obstacle(obstacle)));
        if (!selection.completed().equals(selection.chosen())) {
            Button complete = new Button(words.get("gpu.page.complete"));
            complete.setId("complete-selection");
            complete.setOnAction(event -> model.complete());
            box.getChildren().add(complete);
        }
    }

    private static Label line(String text) {
        Label line = new Label(text);
        line.setId("gpus-tied");
        line.setWrapText(true);
        return line;
    }

    private Label partner(PassthroughMember one) {
        PciFunction function = one.function();
        Label partner = new Label(words.get("gpu.page.partner", function.address().toString(),
                words.get("host.class." + function.pciClass().kind().name()), words.get("host.tie." + one.tie().name()),
                one.because().toString()), new FontIcon(Feather.CORNER_DOWN_RIGHT));
        partner.setWrapText(true);
        return partner;
    }

    private HBox obstacle(Obstacle obstacle) {
        FontIcon icon = new FontIcon(obstacle.blocks() ? Feather.X_CIRCLE : Feather.ALERT_TRIANGLE);
        Label what = new Label(words.get(obstacle.what()));
        what.setWrapText(true);
        what.getStyleClass().add("section-text");
        Label next = new Label(words.get(obstacle.next()));
        next.setWrapText(true);
        next.getStyleClass().add("hint");
        VBox texts = new VBox(2, what, next);
        HBox.setHgrow(texts, Priority.ALWAYS);
        HBox row = new HBox(8, icon, texts);
        row.getStyleClass().add(obstacle.blocks() ? "finding-fail" : "finding-warn");
        return row;
    }
}
