package org.katagpu.ui.chat.markdown;

import java.util.ArrayList;
import java.util.List;

/** Cuts what is too long to be drawn in one piece. */
final class Parts {
    /** Of one part of code or of a table. */
    static final int LINES = 40;
    /** Of one part of a paragraph, about. */
    static final int CHARACTERS = 1_600;
    /** The least that is cut off. */
    static final int LEAST = 400;

    private Parts() {}

    static List<Block> code(Frame frame, String language, String text) {
        List<String> lines = List.of(text.split("\n", -1));
        List<Block> parts = new ArrayList<>();
        for (int from = 0; from < lines.size(); from += LINES) {
            int to = Math.min(lines.size(), from + LINES);
            parts.add(new Block.Code(from == 0 ? frame : frame.withoutMarker(), language,
                    String.join("\n", lines.subList(from, to)), from == 0, to == lines.size()));
        }
        return parts;
    }

    /** @param rows the first of them is the head, which stands above each part */
    static List<Block> table(Frame frame, List<Block.Align> aligns, List<List<List<Run>>> rows) {
        List<Block> parts = new ArrayList<>();
        int from = 1;
        do {
            int to = Math.min(rows.size(), from + LINES);
            List<List<List<Run>>> part = new ArrayList<>(rows.subList(0, 1));
            part.addAll(rows.subList(from, to));
            parts.add(new Block.Table(parts.isEmpty() ? frame : frame.withoutMarker(), aligns, part));
            from = to;
        } while (from < rows.size());
        return parts;
    }

    static List<Block> paragraph(Frame frame, List<Run> runs) {
        List<Block> parts = new ArrayList<>();
        List<Run> part = new ArrayList<>();
        int length = 0;
        for (Run run : runs) {
            String rest = run.text();
            while (length + rest.length() > CHARACTERS + LEAST) {
                int at = Math.max(1, rest.length() <= CHARACTERS ? rest.length() : cut(rest));
                part.add(new Run(rest.substring(0, at), run.bold(), run.italic(), run.code(), run.link()));
                parts.add(new Block.Prose(parts.isEmpty() ? frame : frame.withoutMarker(), 0, part));
                part = new ArrayList<>();
                length = 0;
                rest = rest.substring(at);
            }
            if (!rest.isEmpty()) {
                part.add(new Run(rest, run.bold(), run.italic(), run.code(), run.link()));
                length += rest.length();
            }
        }
        if (!part.isEmpty() || parts.isEmpty()) {
            parts.add(new Block.Prose(parts.isEmpty() ? frame : frame.withoutMarker(), 0, part));
        }
        return parts;
    }

    /** Where to cut a long text: behind a line, a sentence or a word, if there is one not too far ahead. */
    static int cut(CharSequence text) {
        String head = text.subSequence(0, Math.min(text.length(), CHARACTERS)).toString();
        int cut = Math.max(head.lastIndexOf('\n'), Math.max(head.lastIndexOf('\u3002'), head.lastIndexOf(". ")));
        if (cut < LEAST) {
            cut = head.lastIndexOf(' ');
        }
        int at = cut < LEAST ? head.length() : cut + 1;
        return at < text.length() && Character.isLowSurrogate(text.charAt(at)) ? at + 1 : at;
    }
}
