package org.katagpu.ui.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import javafx.scene.Scene;
import javafx.scene.input.InputMethodEvent;
import javafx.scene.input.InputMethodHighlight;
import javafx.scene.input.InputMethodTextRun;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.katagpu.message.Messages;
import org.katagpu.ui.FxThread;

/** Typing Chinese through an input method: its Enter is its own. */
class QuestionFieldTest {
    private static final long SECOND = 1_000_000_000L;

    private QuestionField field;
    private int sent;
    private long now;

    @BeforeEach
    void open() {
        FxThread.run(() -> {
            field = new QuestionField(new Messages(Locale.ENGLISH), () -> sent++, () -> now);
            new Scene(field, 400, 100);
            field.applyCss();
            field.layout();
        });
        now += SECOND;
    }

    private void composes(String composed, String committed) {
        List<InputMethodTextRun> runs = composed.isEmpty()
                ? List.of()
                : List.of(new InputMethodTextRun(composed, InputMethodHighlight.UNSELECTED_RAW));
        FxThread.run(() -> field.fireEvent(new InputMethodEvent(InputMethodEvent.INPUT_METHOD_TEXT_CHANGED, runs,
                committed, composed.length())));
    }

    private void enter() {
        FxThread.run(() -> field.fireEvent(
                new KeyEvent(KeyEvent.KEY_PRESSED, "\r", "\r", KeyCode.ENTER, false, false, false, false)));
    }

    @Test
    void enterWhileComposingDoesNotSend() {
        composes("ni hao", "");
        enter();
        assertThat(sent).isZero();
        composes("", "你好");
        now += SECOND;
        enter();
        assertThat(sent).isOne();
        assertThat(FxThread.get(() -> field.getText())).isEqualTo("你好");
    }

    @Test
    void theEnterThatCommitsDoesNotSendWhereItIsDeliveredBehindTheText() {
        composes("ni", "");
        composes("", "你");
        enter();
        assertThat(sent).isZero();
        assertThat(FxThread.get(() -> field.getText())).isEqualTo("你");
        now += SECOND;
        enter();
        assertThat(sent).isOne();
    }
}
