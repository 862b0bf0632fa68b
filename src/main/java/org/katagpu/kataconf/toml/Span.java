package org.katagpu.kataconf.toml;

/** A stretch of a document's text: offsets in UTF-16 units, {@code end} exclusive. */
public record Span(int start, int end) {
    public int length() {
        return end - start;
    }

    public String of(String text) {
        return text.substring(start, end);
    }
}
