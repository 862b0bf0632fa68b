package org.katagpu.ui.log;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What the pane shows of one log: takes over new entries a frame at a time, filters them, and keeps the places of
 * what is searched. Reads the log's memory directly, so nothing queues up between the two. JavaFX thread only.
 */
final class LogRows {
    private static final int CHUNK = 2_000;

    private final LogModel log;
    private final EntryWords words;
    private final RowList rows = new RowList();
    private final SearchHits hits = new SearchHits();
    private RowFilter filter = RowFilter.ALL;
    private long cursor;
    private @Nullable LogEntry lastRead;

    LogRows(LogModel log, EntryWords words) {
        this.log = log;
        this.words = words;
    }

    /** What one take-over did. @param more entries wait for the next frame */
    record Taken(int dropped, int added, boolean more) {}

    /** Takes over what is new, for about this long. */
    Taken take(long nanoseconds) {
        long deadline = System.nanoTime() + nanoseconds;
        int dropped = 0;
        int added = 0;
        LogSlice slice;
        do {
            slice = log.slice(Math.max(0, cursor - 1), CHUNK);
            dropped += rows.dropBefore(slice.first());
            hits.dropBefore(slice.first());
            added += accept(slice);
        } while (cursor < slice.next() && System.nanoTime() < deadline);
        return new Taken(dropped, added, cursor < slice.next());
    }

    RowList rows() {
        return rows;
    }

    SearchHits hits() {
        return hits;
    }

    RowFilter filter() {
        return filter;
    }

    /** Begins anew with another filter; the rows come with the next take-overs. */
    void filter(RowFilter value) {
        filter = value;
        cursor = 0;
        lastRead = null;
        hits.clear();
        rows.clear();
    }

    /** Looks for another text while the shown rows stay. */
    void search(SearchTerm needle) {
        RowFilter wanted = filter.withNeedle(needle);
        if (wanted.showsAll() && filter.showsAll() || !wanted.onlyMatching()) {
            filter = wanted;
            hits.clear();
            if (!needle.isEmpty()) {
                rows.forEach(row -> {
                    if (needle.in(words.plain(row))) {
                        hits.add(row.number());
                    }
                });
            }
        } else {
            filter(wanted);
        }
    }

    private int accept(LogSlice slice) {
        List<LogEntry> fresh = new ArrayList<>(slice.entries().size());
        int before = rows.size();
        for (LogEntry entry : slice.entries()) {
            if (entry.number() == cursor - 1) {
                if (entry != lastRead) {
                    redrawn(entry, fresh);
                }
            } else if (isShown(entry)) {
                fresh.add(entry);
            }
            lastRead = entry;
            cursor = entry.number() + 1;
        }
        rows.append(fresh);
        return rows.size() - before;
    }

    private void redrawn(LogEntry entry, List<LogEntry> fresh) {
        hits.removeLastIf(entry.number());
        boolean wasShown = !rows.isEmpty() && rows.getLast().number() == entry.number();
        boolean isShown = isShown(entry);
        if (wasShown && isShown) {
            rows.replaceLast(entry);
        } else if (wasShown) {
            rows.removeLast();
        } else if (isShown) {
            fresh.add(entry);
        }
    }

    /** Notes a hit, too. */
    private boolean isShown(LogEntry entry) {
        SearchTerm needle = filter.needle();
        boolean matches = !needle.isEmpty() && needle.in(words.plain(entry));
        boolean shown = filter.shows(entry, matches);
        if (shown && matches) {
            hits.add(entry.number());
        }
        return shown;
    }
}
