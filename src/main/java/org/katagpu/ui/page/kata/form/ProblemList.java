package org.katagpu.ui.page.kata.form;

import java.util.List;
import java.util.function.Consumer;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.katagpu.kataconf.check.Diagnostic;
import org.katagpu.kataconf.toml.Position;
import org.katagpu.message.Messages;
import org.katagpu.ui.page.kata.model.ConfigState;

/** The document's problems, made only where they are looked at: a broken file has hundreds of them. */
final class ProblemList {
    private final VBox problems;
    private final ConfigState.Editing editing;
    private final boolean readOnly;
    private final Messages words;

    ProblemList(VBox problems, ConfigState.Editing editing, boolean readOnly, Messages words) {
        this.problems = problems;
        this.editing = editing;
        this.readOnly = readOnly;
        this.words = words;
    }

    /** @param reveal brings a place of the text to the front */
    void show(boolean inSight, Consumer<Position> reveal) {
        problems.getChildren().clear();
        if (!inSight) {
            return;
        }
        List<Diagnostic> found = editing.edit().judgedProperty().get().problems();
        if (found.isEmpty()) {
            problems.getChildren().add(new Label(words.get("kata.page.problems.none")));
        }
        found.forEach(one -> {
            ProblemRow row = new ProblemRow(words, one, editing.edit(), readOnly);
            row.setOnMouseClicked(event -> {
                if (event.getClickCount() == 2) {
                    reveal.accept(one.at());
                }
            });
            problems.getChildren().add(row);
        });
    }
}
