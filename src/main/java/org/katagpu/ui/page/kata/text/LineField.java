package org.katagpu.ui.page.kata.text;

import javafx.application.Platform;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyEvent;

import org.katagpu.ui.page.kata.model.TextModel;

/** The line being typed in: at its ends the keys lead to the lines beside it, as in any editor. */
final class LineField extends TextField {
    private final TextModel text;
    private final int line;

    LineField(TextModel text, int line, String content) {
        super(content);
        this.text = text;
        this.line = line;
        getStyleClass().addAll("mono", "line-field");
        textProperty().addListener((_, _, typed) -> text.type(line, typed));
        addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
    }

    int line() {
        return line;
    }

    void takeCaret(int column) {
        Platform.runLater(() -> {
            requestFocus();
            positionCaret(Math.min(column, getText().length()));
        });
    }

    private void pressed(KeyEvent event) {
        boolean plain = !event.isShiftDown() && !event.isShortcutDown() && !event.isAltDown();
        boolean handled = plain && switch (event.getCode()) {
            case UP -> go(line - 1);
            case DOWN -> go(line + 1);
            case ENTER -> split();
            case BACK_SPACE -> getCaretPosition() == 0 && getSelection().getLength() == 0 && line > 0 && join(line);
            case DELETE -> getCaretPosition() == getText().length() && line + 1 < text.lines().size()
                    && join(line + 1);
            case ESCAPE -> leave();
            default -> false;
        };
        if (handled) {
            event.consume();
        }
    }

    private boolean go(int to) {
        if (to >= 0 && to < text.lines().size()) {
            text.caretTo(to, getCaretPosition());
        }
        return true;
    }

    private boolean split() {
        text.insert(line, getSelection().getStart(), getSelection().getEnd(), "\n");
        return true;
    }

    private boolean join(int second) {
        text.joinWithPrevious(second);
        return true;
    }

    private boolean leave() {
        text.caretTo(-1, 0);
        return true;
    }

    /** Several lines become several lines. */
    @Override
    public void paste() {
        String pasted = Clipboard.getSystemClipboard().getString();
        if (pasted != null && pasted.contains("\n")) {
            text.insert(line, getSelection().getStart(), getSelection().getEnd(), pasted);
        } else {
            super.paste();
        }
    }
}
