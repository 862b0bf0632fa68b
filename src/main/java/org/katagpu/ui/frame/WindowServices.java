package org.katagpu.ui.frame;

import java.util.List;
import java.util.function.Consumer;

import org.katagpu.message.Messages;
import org.katagpu.message.Problem;
import org.katagpu.message.Text;

/** What the window asks of the program around it. All calls come on the JavaFX thread and do not wait. */
public interface WindowServices {
    /** Shows the folder with the wizard's own log in the desktop's file manager. */
    void openLogFolder(Consumer<Problem> failed);

    /** Makes the report for support: what was found, read and done, without secrets. */
    void report(Messages words, Consumer<String> ready, Consumer<Problem> failed);

    /** What closing the window now would lose, or leave going on. */
    List<Text> losses();
}
