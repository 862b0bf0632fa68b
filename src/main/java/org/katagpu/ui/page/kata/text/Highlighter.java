package org.katagpu.ui.page.kata.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes one line of TOML apart for colouring. A line is looked at alone: what it means is the parser's matter. */
final class Highlighter {
    enum Kind {
        PLAIN, COMMENT, HEADER, KEY, TEXT, NUMBER, FLAG
    }

    record Piece(Kind kind, String text) {}

    private static final Pattern HEADER = Pattern.compile("\\s*\\[{1,2}[^\\]#=]*]{1,2}");
    private static final Pattern KEY = Pattern.compile("\\s*[A-Za-z0-9_.\"'-]+\\s*(?==)");
    private static final Pattern TOKEN = Pattern.compile("(?<comment>#.*)"
            + "|(?<text>\"(?:[^\"\\\\]|\\\\.)*\"?|'[^']*'?)"
            + "|(?<flag>\\b(?:true|false)\\b)|(?<number>[+-]?\\b[0-9][0-9a-zA-Z_.+-]*)");
    /** Longer lines are shown plain. */
    private static final int LONGEST = 2_000;

    private Highlighter() {}

    static List<Piece> pieces(String line) {
        if (line.length() > LONGEST) {
            return List.of(new Piece(Kind.PLAIN, line));
        }
        List<Piece> pieces = new ArrayList<>();
        int at = 0;
        Matcher header = HEADER.matcher(line);
        Matcher key = KEY.matcher(line);
        if (header.lookingAt()) {
            pieces.add(new Piece(Kind.HEADER, header.group()));
            at = header.end();
        } else if (key.lookingAt()) {
            pieces.add(new Piece(Kind.KEY, key.group()));
            at = key.end();
        }
        Matcher token = TOKEN.matcher(line);
        while (at < line.length() && token.find(at)) {
            plain(pieces, line, at, token.start());
            pieces.add(new Piece(kind(token), token.group()));
            at = token.end();
        }
        plain(pieces, line, at, line.length());
        return pieces;
    }

    private static Kind kind(Matcher token) {
        if (token.group("comment") != null) {
            return Kind.COMMENT;
        }
        if (token.group("text") != null) {
            return Kind.TEXT;
        }
        return token.group("flag") == null ? Kind.NUMBER : Kind.FLAG;
    }

    private static void plain(List<Piece> pieces, String line, int from, int to) {
        if (from < to) {
            pieces.add(new Piece(Kind.PLAIN, line.substring(from, to)));
        }
    }
}
