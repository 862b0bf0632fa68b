package org.katagpu.ui.chat;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import javafx.scene.control.TextArea;
import javafx.scene.input.InputMethodEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

import org.katagpu.message.Messages;

/**
 * A field of several lines: Enter sends, Shift+Enter begins a new line. The Enter that ends the composing of an input
 * method belongs to the input method; some deliver it after their text, hence the moment of grace.
 */
final class QuestionField extends TextArea {
    private static final int LEAST_ROWS = 2;
    private static final int MOST_ROWS = 8;
    private static final long GRACE = TimeUnit.MILLISECONDS.toNanos(30);

    private final Runnable send;
    private final LongSupplier nanos;
    private boolean composing;
    private long composed;

    QuestionField(Messages words, Runnable send, LongSupplier nanos) {
        this.send = send;
        this.nanos = nanos;
        composed = nanos.getAsLong() - GRACE;
        setId("chat-question");
        setWrapText(true);
        setPromptText(words.get("chatpanel.prompt"));
        setAccessibleText(words.get("chatpanel.prompt"));
        textProperty().subscribe(text -> setPrefRowCount(
                (int) Math.clamp(text.chars().filter(character -> character == '\n').count() + 1, LEAST_ROWS,
                        MOST_ROWS)));
        addEventFilter(InputMethodEvent.INPUT_METHOD_TEXT_CHANGED, this::composed);
        addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
    }

    private void composed(InputMethodEvent event) {
        composing = !event.getComposed().isEmpty();
        if (!event.getCommitted().isEmpty()) {
            composed = nanos.getAsLong();
        }
    }

    private void pressed(KeyEvent event) {
        if (event.getCode() != KeyCode.ENTER || event.isAltDown()) {
            return;
        }
        event.consume();
        if (composing) {
            return;
        }
        if (event.isShiftDown()) {
            replaceSelection("\n");
        } else if (nanos.getAsLong() - composed >= GRACE) {
            send.run();
        }
    }
}
