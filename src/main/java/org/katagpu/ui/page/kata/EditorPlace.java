package org.katagpu.ui.page.kata;

import javafx.scene.Node;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.katagpu.message.Messages;
import org.katagpu.ui.control.Background;
import org.katagpu.ui.page.kata.form.EditorController;
import org.katagpu.ui.page.kata.model.ConfigState;
import org.katagpu.ui.page.kata.model.KataConfigModel;
import org.katagpu.ui.page.kata.text.TextPane;

/** The one editor of the document that is loaded; another document gets another. */
final class EditorPlace {
    private final KataConfigModel model;
    private final Background background;
    private final Messages words;
    private @Nullable EditorController editor;
    private @Nullable TextPane text;

    EditorPlace(KataConfigModel model, Background background, Messages words) {
        this.model = model;
        this.background = background;
        this.words = words;
    }

    /** The editor, or what there is in its stead. */
    Node of(ConfigState state) {
        if (!(state instanceof ConfigState.Editing editing)) {
            return new StateView(words).node(state);
        }
        EditorController now = editor;
        if (now == null) {
            TextPane typed = new TextPane(editing.edit(), background, !model.canChange(), words);
            text = typed;
            now = new EditorController(editing, model, typed, words);
            editor = now;
        }
        VBox.setVgrow(now.view(), Priority.ALWAYS);
        return now.view();
    }

    /** What is being typed counts. */
    void settle() {
        TextPane typed = text;
        if (typed != null) {
            typed.settle();
        }
    }

    void drop() {
        EditorController old = editor;
        if (old != null) {
            old.dispose();
        }
        editor = null;
        text = null;
    }
}
