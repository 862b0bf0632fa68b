package org.katagpu.ui.log;

import java.util.AbstractList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** The shown rows: grows at its end, shrinks at its head, both without moving the rest. */
final class RowList extends AbstractList<LogEntry> {
    private static final int SMALLEST = 1_024;

    private @Nullable LogEntry[] slots = new LogEntry[SMALLEST];
    private int head;
    private int size;

    @Override
    public LogEntry get(int index) {
        LogEntry entry = index < 0 || index >= size ? null : slots[slot(index)];
        if (entry == null) {
            throw new IndexOutOfBoundsException(index);
        }
        return entry;
    }

    @Override
    public int size() {
        return size;
    }

    void append(List<LogEntry> rows) {
        while (size + rows.size() > slots.length) {
            grow();
        }
        for (LogEntry row : rows) {
            slots[slot(size++)] = row;
        }
    }

    void replaceLast(LogEntry row) {
        slots[slot(size - 1)] = row;
    }

    @Override
    public LogEntry removeLast() {
        LogEntry gone = get(size - 1);
        slots[slot(--size)] = null;
        return gone;
    }

    /** @return how many rows were dropped */
    int dropBefore(long number) {
        int count = indexFrom(number);
        for (int i = 0; i < count; i++) {
            slots[slot(i)] = null;
        }
        head = slot(count);
        size -= count;
        return count;
    }

    @Override
    public void clear() {
        slots = new LogEntry[SMALLEST];
        head = 0;
        size = 0;
    }

    /** Index of the row with this number, or of the first one after it; the size where there is none. */
    int indexFrom(long number) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = low + high >>> 1;
            if (get(middle).number() < number) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void grow() {
        LogEntry[] wider = new LogEntry[slots.length * 2];
        for (int i = 0; i < size; i++) {
            wider[i] = get(i);
        }
        slots = wider;
        head = 0;
    }

    /** The length of the slots is a power of two. */
    private int slot(int index) {
        return head + index & slots.length - 1;
    }
}
