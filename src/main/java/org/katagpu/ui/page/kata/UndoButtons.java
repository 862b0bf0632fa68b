package org.katagpu.ui.page.kata;

import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.katagpu.message.Messages;
import org.katagpu.ui.page.kata.model.ConfigState;
import org.katagpu.ui.page.kata.model.EditModel;
import org.katagpu.ui.page.kata.model.KataConfigModel;
import org.katagpu.ui.page.kata.model.Review;
import org.katagpu.ui.page.kata.model.SaveModel;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Undo and redo of what was edited, by buttons and by keys; there while the document is edited. */
final class UndoButtons {
    private final Button undo;
    private final Button redo;
    private final KataConfigModel model;
    private final SaveModel save;
    private final Runnable settle;

    /** @param settle what is being typed counts before anything else is done */
    UndoButtons(Button undo, Button redo, KataConfigModel model, SaveModel save, Runnable settle) {
        this.undo = undo;
        this.redo = redo;
        this.model = model;
        this.save = save;
        this.settle = settle;
        undo.setOnAction(event -> edit(EditModel::undo));
        redo.setOnAction(event -> edit(EditModel::redo));
    }

    void name(Messages words) {
        icon(undo, Feather.CORNER_UP_LEFT, words.get("kata.page.undo"));
        icon(redo, Feather.CORNER_UP_RIGHT, words.get("kata.page.redo"));
    }

    /** Takes their keys anywhere below a node. */
    void keys(Node root) {
        root.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.isShortcutDown() && event.getCode() == KeyCode.Z && editing()) {
                edit(event.isShiftDown() ? EditModel::redo : EditModel::undo);
                event.consume();
            }
        });
    }

    void show() {
        Optional<EditModel> edit = document();
        there(undo, editing() && edit.isPresent());
        there(redo, editing() && edit.isPresent());
        edit.ifPresent(now -> {
            undo.setDisable(!now.canUndo());
            redo.setDisable(!now.canRedo());
        });
    }

    private void edit(Consumer<EditModel> step) {
        settle.run();
        document().ifPresent(step);
    }

    private boolean editing() {
        return save.reviewProperty().get() instanceof Review.None;
    }

    private Optional<EditModel> document() {
        return model.stateProperty().get() instanceof ConfigState.Editing editing
                ? Optional.of(editing.edit())
                : Optional.empty();
    }

    private static void icon(Button button, Feather shape, String name) {
        button.setGraphic(new FontIcon(shape));
        button.setTooltip(new Tooltip(name));
        button.setAccessibleText(name);
    }

    private static void there(Button button, boolean now) {
        button.setVisible(now);
        button.setManaged(now);
    }
}
