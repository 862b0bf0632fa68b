package org.katagpu.practice.model;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A text in pieces of about a token each: a Chinese character, or a few letters with the blanks after them. */
final class TextTokens {
    private static final Pattern PIECE = Pattern.compile("\\p{IsHan}|[^\\s\\p{IsHan}]{1,6}\\s*|\\s+");

    private TextTokens() {}

    static List<String> of(String text) {
        return PIECE.matcher(text).results().map(MatchResult::group).toList();
    }

    static int count(String text) {
        return (int) PIECE.matcher(text).results().count();
    }
}
