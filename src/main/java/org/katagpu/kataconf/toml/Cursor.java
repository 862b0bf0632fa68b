package org.katagpu.kataconf.toml;

/** Walks over a stretch of text; reading behind the end gives {@link #END}. */
final class Cursor {
    static final char END = '\uffff';

    private final String text;
    private final int end;
    private int at;

    Cursor(String text, int start, int end) {
        this.text = text;
        this.at = start;
        this.end = end;
    }

    int at() {
        return at;
    }

    void to(int offset) {
        at = offset;
    }

    char peek() {
        return at < end ? text.charAt(at) : END;
    }

    boolean atEnd() {
        return at >= end;
    }

    char next() {
        return at < end ? text.charAt(at++) : END;
    }

    boolean looksAt(String word) {
        return at + word.length() <= end && text.startsWith(word, at);
    }

    boolean take(String word) {
        boolean there = looksAt(word);
        if (there) {
            at += word.length();
        }
        return there;
    }

    String since(int start) {
        return text.substring(start, at);
    }

    void blanks() {
        while (peek() == ' ' || peek() == '\t') {
            at++;
        }
    }

    boolean atLineEnd() {
        return atEnd() || peek() == '\n' || looksAt("\r\n");
    }

    /** Goes to the end of this line, before its line break. */
    void restOfLine() {
        int newline = text.indexOf('\n', at);
        int stop = newline < 0 || newline > end ? end : newline;
        at = stop > at && stop < end && text.charAt(stop - 1) == '\r' ? stop - 1 : stop;
    }

    /** Goes over one line break, if it stands here. */
    boolean lineBreak() {
        return take("\n") || take("\r\n");
    }
}
