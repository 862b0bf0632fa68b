package org.katagpu.ui.log;

import java.util.List;

/**
 * What is shown of a line: text without escapes, and the styles of its parts.
 *
 * @param runs in order and without overlap; text outside them has no style
 * @param end the style the terminal is left in, where the next line begins
 */
record StyledText(String text, List<Run> runs, Sgr end) {
    record Run(int from, int to, Sgr style) {}

    static StyledText plain(String text) {
        return new StyledText(text, List.of(), Sgr.NONE);
    }
}
