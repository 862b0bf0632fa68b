package org.katagpu.setup.diagnosis;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The form of a line, as the table writes it: pieces that follow each other with anything between. Each piece is
 * searched for once, from where the one before it ended, and repeats nothing without a bound: the time taken grows
 * with the line's length alone, whatever is in it.
 *
 * @param needle literal text that is in every line of this form; most lines are told by its absence
 */
record LinePattern(String needle, List<Pattern> pieces) {
    private static final String GAP = "…";
    private static final Pattern HOLE = Pattern.compile("\\{([nw])}");
    private static final String NUMBER = "[0-9]{1,12}";
    private static final String WORD = "[^\\s'\"]{1,200}";

    LinePattern {
        pieces = List.copyOf(pieces);
    }

    static LinePattern parse(String form) {
        List<String> parts = Stream.of(form.split(GAP)).map(String::strip).toList();
        String needle = parts.stream().flatMap(HOLE::splitAsStream).max(Comparator.comparingInt(String::length))
                .orElse("");
        return new LinePattern(needle, parts.stream().map(LinePattern::piece).toList());
    }

    private static Pattern piece(String part) {
        StringBuilder regex = new StringBuilder();
        int from = 0;
        Matcher hole = HOLE.matcher(part);
        while (hole.find()) {
            regex.append(quoted(part.substring(from, hole.start())))
                    .append(hole.group(1).equals("n") ? NUMBER : WORD);
            from = hole.end();
        }
        return Pattern.compile(regex.append(quoted(part.substring(from))).toString());
    }

    private static String quoted(String literal) {
        return literal.isEmpty() ? "" : Pattern.quote(literal);
    }

    boolean matches(String line) {
        if (!line.contains(needle)) {
            return false;
        }
        int from = 0;
        for (Pattern piece : pieces) {
            Matcher matcher = piece.matcher(line);
            if (!matcher.find(from)) {
                return false;
            }
            from = matcher.end();
        }
        return true;
    }
}
