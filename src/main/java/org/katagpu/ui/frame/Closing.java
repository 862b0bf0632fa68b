package org.katagpu.ui.frame;

import java.util.List;
import java.util.function.Supplier;

import org.katagpu.message.Text;

/** Asks before the window is closed while something would be lost or goes on. JavaFX thread only. */
public final class Closing {
    private static final String ID = "closing";

    private final Wizard wizard;
    private final Supplier<List<Text>> losses;
    private final Runnable close;

    /** @param close closes the window without another question */
    public Closing(Wizard wizard, Supplier<List<Text>> losses, Runnable close) {
        this.wizard = wizard;
        this.losses = losses;
        this.close = close;
    }

    /** Whether the window may be closed at once; else it is asked, and asking to close it once more is a yes. */
    public boolean mayClose() {
        List<Text> lost = losses.get();
        boolean asked = wizard.notesProperty().get().stream().anyMatch(note -> note.id().equals(ID));
        if (lost.isEmpty() || asked) {
            return true;
        }
        Text what = lost.stream().reduce((one, other) -> Text.of("frame.closing.both", one, other)).orElseThrow();
        wizard.say(new Note(ID, true, Text.of("frame.closing", what),
                List.of(new Note.Answer("closing-stay", Text.of("frame.closing.stay"), () -> {}),
                        new Note.Answer("closing-close", Text.of("frame.closing.close"), close))));
        return false;
    }
}
