package org.katagpu.ui.page.kata.text;

import java.util.Locale;
import java.util.Map;

import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

import org.jspecify.annotations.Nullable;
import org.katagpu.kataconf.check.Diagnostic;
import org.katagpu.kataconf.check.Severity;
import org.katagpu.message.Messages;
import org.katagpu.ui.page.kata.model.TextModel;

/** One line: its number and its coloured text, or the field it is typed in. */
final class LineCell extends ListCell<String> {
    private static final PseudoClass ERROR = PseudoClass.getPseudoClass("error");
    private static final PseudoClass WARNING = PseudoClass.getPseudoClass("warning");
    private final TextModel text;
    private final Map<Integer, Diagnostic> faults;
    private final Messages words;
    private final Label number = new Label();
    private final TextFlow coloured = new TextFlow();
    private final HBox row = new HBox(10, number, coloured);
    private @Nullable LineField field;

    LineCell(TextModel text, Map<Integer, Diagnostic> faults, boolean readOnly, Messages words) {
        this.text = text;
        this.faults = faults;
        this.words = words;
        number.getStyleClass().add("line-number");
        row.setAlignment(Pos.CENTER_LEFT);
        coloured.setMaxHeight(Region.USE_PREF_SIZE);
        getStyleClass().addAll("mono", "text-line");
        HBox.setHgrow(coloured, Priority.ALWAYS);
        if (!readOnly) {
            setOnMouseClicked(event -> {
                if (event.getButton() == MouseButton.PRIMARY && !event.isShiftDown() && !event.isShortcutDown()
                        && !isEmpty() && field == null) {
                    text.caretTo(getIndex(), Integer.MAX_VALUE);
                }
            });
        }
    }

    @Override
    protected void updateItem(@Nullable String line, boolean empty) {
        super.updateItem(line, empty);
        draw();
    }

    @Override
    public void updateIndex(int index) {
        super.updateIndex(index);
        draw();
    }

    /** Draws what stands in this line now; the field being typed in stays as it is. */
    void draw() {
        String line = getItem();
        Diagnostic fault = isEmpty() ? null : faults.get(getIndex() + 1);
        pseudoClassStateChanged(ERROR, fault != null && fault.severity() == Severity.ERROR);
        pseudoClassStateChanged(WARNING, fault != null && fault.severity() == Severity.WARNING);
        setTooltip(fault == null ? null : new Tooltip(words.get(fault.what())));
        if (isEmpty() || line == null) {
            setGraphic(null);
            field = null;
            return;
        }
        number.setText(String.valueOf(getIndex() + 1));
        String shown = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        if (text.caretLineProperty().get() == getIndex()) {
            type(shown);
        } else {
            colour(shown);
        }
        setGraphic(row);
    }

    private void type(String line) {
        LineField typing = field;
        if (typing == null || typing.line() != getIndex()) {
            typing = new LineField(text, getIndex(), line);
            field = typing;
            HBox.setHgrow(typing, Priority.ALWAYS);
            row.getChildren().setAll(number, typing);
            typing.takeCaret(text.caretColumn());
        } else if (!typing.getText().equals(line)) {
            typing.setText(line);
        }
    }

    private void colour(String line) {
        field = null;
        coloured.getChildren().clear();
        for (Highlighter.Piece piece : Highlighter.pieces(line)) {
            Text part = new Text(piece.text());
            part.getStyleClass().add("toml-" + piece.kind().name().toLowerCase(Locale.ROOT));
            coloured.getChildren().add(part);
        }
        row.getChildren().setAll(number, coloured);
    }
}
