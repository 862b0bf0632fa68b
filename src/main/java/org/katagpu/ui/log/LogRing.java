package org.katagpu.ui.log;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** The newest entries, bounded by number and by characters. Not thread-safe: {@link LogModel} guards it. */
final class LogRing {
    private static final int SMALLEST = 1_024;

    private final int capacity;
    private final long mostCharacters;
    private @Nullable LogEntry[] slots = new LogEntry[SMALLEST];
    private long first;
    private long next;
    private long characters;

    LogRing(int capacity, long mostCharacters) {
        this.capacity = capacity;
        this.mostCharacters = mostCharacters;
    }

    void add(LogEntry entry) {
        if (size() >= capacity) {
            drop();
        }
        if (size() == slots.length) {
            grow();
        }
        slots[slot(next++)] = entry;
        characters += weight(entry);
        while (characters > mostCharacters && size() > 1) {
            drop();
        }
    }

    /** Puts the entry in the place of the one with its number, where that is still kept. */
    void replace(LogEntry entry) {
        if (entry.number() >= first && entry.number() < next) {
            characters += weight(entry) - weight(get(entry.number()));
            slots[slot(entry.number())] = entry;
        }
    }

    /** Entries from the number on, at most so many; fewer where the oldest were dropped. */
    LogSlice slice(long from, int most) {
        long start = Math.clamp(from, first, next);
        long end = Math.min(next, start + most);
        List<LogEntry> entries = new ArrayList<>((int) (end - start));
        for (long number = start; number < end; number++) {
            entries.add(get(number));
        }
        return new LogSlice(first, next, entries);
    }

    long next() {
        return next;
    }

    private LogEntry get(long number) {
        LogEntry entry = slots[slot(number)];
        if (entry == null) {
            throw new IllegalStateException("no entry " + number + " in " + first + " to " + next);
        }
        return entry;
    }

    private void drop() {
        characters -= weight(get(first));
        slots[slot(first++)] = null;
    }

    private void grow() {
        LogEntry[] wider = new LogEntry[slots.length * 2];
        for (long number = first; number < next; number++) {
            wider[(int) (number & wider.length - 1)] = get(number);
        }
        slots = wider;
    }

    /** The length of the slots is a power of two. */
    private int slot(long number) {
        return (int) (number & slots.length - 1);
    }

    private int size() {
        return (int) (next - first);
    }

    private static int weight(LogEntry entry) {
        return entry instanceof LogEntry.Line line ? line.text().length() : 0;
    }
}
