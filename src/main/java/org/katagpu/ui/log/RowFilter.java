package org.katagpu.ui.log;

/**
 * Which entries are shown.
 *
 * @param needle what is searched
 * @param onlyMatching leaves out lines without the needle (while there is one)
 * @param least leaves out lines that matter less; step headings stay, they say where one is
 */
record RowFilter(SearchTerm needle, boolean onlyMatching, LogLevel least) {
    static final RowFilter ALL = new RowFilter(SearchTerm.NONE, false, LogLevel.DEBUG);

    boolean shows(LogEntry entry, boolean matches) {
        if (onlyMatching && !needle.isEmpty() && !matches) {
            return false;
        }
        return entry.level().compareTo(least) >= 0 || entry instanceof LogEntry.Heading;
    }

    boolean showsAll() {
        return least == LogLevel.DEBUG && !(onlyMatching && !needle.isEmpty());
    }

    RowFilter withNeedle(SearchTerm value) {
        return new RowFilter(value, onlyMatching, least);
    }

    RowFilter withOnlyMatching(boolean value) {
        return new RowFilter(needle, value, least);
    }

    RowFilter withLeast(LogLevel value) {
        return new RowFilter(needle, onlyMatching, value);
    }
}
