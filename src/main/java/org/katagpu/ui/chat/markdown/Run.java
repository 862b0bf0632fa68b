package org.katagpu.ui.chat.markdown;

/**
 * A stretch of text in one style.
 *
 * @param link where it leads, as written by the model and not to be trusted; empty: nowhere
 */
public record Run(String text, boolean bold, boolean italic, boolean code, String link) {
    public static Run plain(String text) {
        return new Run(text, false, false, false, "");
    }

    boolean sameStyle(Run other) {
        return bold == other.bold && italic == other.italic && code == other.code && link.equals(other.link);
    }
}
