package org.katagpu.ui.log;

import java.util.List;

import javafx.collections.ObservableListBase;
import org.jspecify.annotations.Nullable;

/** The shown rows: grows at its end, shrinks at its head, both without moving the rest. JavaFX thread only. */
final class RowList extends ObservableListBase<LogEntry> {
    private static final int SMALLEST = 1_024;

    private @Nullable LogEntry[] slots = new LogEntry[SMALLEST];
    private int head;
    private int size;

    @Override
    public LogEntry get(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException(index);
        }
        LogEntry entry = slots[slot(index)];
        if (entry == null) {
            throw new IllegalStateException("no row " + index);
        }
        return entry;
    }

    @Override
    public int size() {
        return size;
    }

    /** One change for its listeners: rows dropped at the head, the last one replaced or removed, rows added. */
    void change(Runnable steps) {
        beginChange();
        steps.run();
        endChange();
    }

    void append(List<LogEntry> rows) {
        if (rows.isEmpty()) {
            return;
        }
        int from = size;
        while (size + rows.size() > slots.length) {
            grow();
        }
        for (LogEntry row : rows) {
            slots[slot(size++)] = row;
        }
        nextAdd(from, size);
    }

    void replaceLast(LogEntry row) {
        LogEntry before = get(size - 1);
        slots[slot(size - 1)] = row;
        nextSet(size - 1, before);
    }

    @Override
    public LogEntry removeLast() {
        LogEntry gone = get(size - 1);
        slots[slot(--size)] = null;
        nextRemove(size, gone);
        return gone;
    }

    /** @return how many rows were dropped */
    int dropBefore(long number) {
        int count = indexFrom(number);
        if (count > 0) {
            List<LogEntry> gone = List.copyOf(subList(0, count));
            for (int i = 0; i < count; i++) {
                slots[slot(i)] = null;
            }
            head = slot(count);
            size -= count;
            nextRemove(0, gone);
        }
        return count;
    }

    void empty() {
        if (size > 0) {
            List<LogEntry> gone = List.copyOf(this);
            slots = new LogEntry[SMALLEST];
            head = 0;
            size = 0;
            nextRemove(0, gone);
        }
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
