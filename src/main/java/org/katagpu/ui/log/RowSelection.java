package org.katagpu.ui.log;

/**
 * The selected rows: all between an anchor and a lead. Told by numbers, so it stays on its lines while others come
 * and go around them, and costs nothing however many there are.
 */
final class RowSelection {
    private static final long NOTHING = -1;

    private long anchor = NOTHING;
    private long lead = NOTHING;

    boolean isEmpty() {
        return lead == NOTHING;
    }

    boolean contains(long number) {
        return !isEmpty() && number >= first() && number <= last();
    }

    /** @param extend keeps the anchor where it is */
    void to(long number, boolean extend) {
        lead = number;
        if (!extend || anchor == NOTHING) {
            anchor = number;
        }
    }

    void range(long from, long to) {
        anchor = from;
        lead = to;
    }

    void clear() {
        anchor = NOTHING;
        lead = NOTHING;
    }

    long lead() {
        return lead;
    }

    long first() {
        return Math.min(anchor, lead);
    }

    long last() {
        return Math.max(anchor, lead);
    }
}
