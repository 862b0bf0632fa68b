package org.katagpu.ui.chat.markdown;

import java.util.List;
import java.util.stream.Collectors;

/** A piece of a text that is drawn by itself. Lists and quotes are flat: each block knows what it stands in. */
public sealed interface Block {
    Frame frame();

    /** What is read and copied, without marks of Markdown. */
    String text();

    /** @param level of a heading, 1 to 6; 0: a paragraph */
    record Prose(Frame frame, int level, List<Run> runs) implements Block {
        public Prose {
            runs = List.copyOf(runs);
        }

        @Override
        public String text() {
            return runs.stream().map(Run::text).collect(Collectors.joining());
        }
    }

    /**
     * Code, or a part of long code.
     *
     * @param language as the text names it; empty where it does not
     * @param opens whether the code begins here
     * @param closes whether it ends here
     */
    record Code(Frame frame, String language, String text, boolean opens, boolean closes) implements Block {}

    /** @param rows each a list of cells, the heading first; all of the same number of cells */
    record Table(Frame frame, List<Align> aligns, List<List<List<Run>>> rows) implements Block {
        public Table {
            aligns = List.copyOf(aligns);
            rows = List.copyOf(rows);
        }

        @Override
        public String text() {
            return rows.stream()
                    .map(row -> row.stream().map(Table::cell).collect(Collectors.joining("\t")))
                    .collect(Collectors.joining("\n"));
        }

        /** The words of one cell. */
        public static String cell(List<Run> runs) {
            return runs.stream().map(Run::text).collect(Collectors.joining());
        }
    }

    /** A line across. */
    record Rule(Frame frame) implements Block {
        @Override
        public String text() {
            return "";
        }
    }

    /** Where the text of a table's cell stands. */
    enum Align {
        LEFT, CENTER, RIGHT
    }
}
