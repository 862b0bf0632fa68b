package org.katagpu.ui.frame;

import java.util.List;

import org.katagpu.message.Text;

/**
 * What is said, or asked, above every page until it is answered or put away. It is no failure.
 *
 * @param id names its kind for styles and tests: {@code run-goes-on}
 * @param asks whether an answer is waited for
 */
public record Note(String id, boolean asks, Text what, List<Answer> answers) {
    /** @param id of its button */
    public record Answer(String id, Text name, Runnable act) {}

    public Note {
        answers = List.copyOf(answers);
    }
}
