package org.katagpu.ui.page.kata.model;

import java.util.List;

import org.katagpu.message.Problem;
import org.katagpu.message.Text;

/** What the page has to show. */
public sealed interface ConfigState {
    /** No host, or not asked yet. */
    record Nothing() implements ConfigState {}

    record Loading() implements ConfigState {}

    /** Kata has no configuration where it looks for one. */
    record NoKata() implements ConfigState {}

    /** It could not be read, or is no text that can be edited; a backup can still be put back. */
    record Failed(Problem problem) implements ConfigState {}

    /**
     * @param notices what other files say against it
     * @param withDropIn the text is the packaged file with our drop-in over it, and goes into the drop-in
     */
    record Editing(EditModel edit, KeysModel keys, String asked, String path, boolean withDropIn, List<Text> notices)
            implements
                ConfigState {
        public Editing {
            notices = List.copyOf(notices);
        }
    }
}
