package org.katagpu.ui.log;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.katagpu.message.Messages;
import org.katagpu.message.Text;

/** What the log's tests share. */
final class Logs {
    static final InstantSource NOON = InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));
    static final EntryWords ENGLISH = new EntryWords(new Messages(Locale.ENGLISH));

    private Logs() {}

    static LogModel in(Path folder, int capacity) throws IOException {
        return new LogModel(Text.of("Test"), LogSpool.in(folder), capacity, NOON);
    }

    /** What is in memory, in words. */
    static List<String> kept(LogModel log) {
        return log.slice(0, Integer.MAX_VALUE).entries().stream().map(ENGLISH::plain).toList();
    }

    /** What is on disk, as printed. */
    static List<String> stored(LogModel log) throws IOException {
        List<String> lines = new ArrayList<>();
        log.replay(entry -> lines.add(ENGLISH.raw(entry)));
        return lines;
    }
}
