package org.katagpu.ui.log;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Writes a whole log, from its beginning, into a file: complete or not at all. */
final class LogSaver {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");

    private final EntryWords words;
    private final DateTimeFormatter time;

    LogSaver(EntryWords words, ZoneId zone) {
        this.words = words;
        time = TIME.withZone(zone);
    }

    /**
     * Blocks.
     *
     * @param withColours lines as the tools printed them; otherwise as read on screen, without escapes
     * @return how many entries were written
     */
    long save(LogModel log, Path target, boolean withColours) throws IOException {
        Path folder = target.toAbsolutePath().getParent();
        Path part = Files.createTempFile(folder, "." + target.getFileName(), ".part");
        long[] count = new long[1];
        try {
            try (BufferedWriter out = Files.newBufferedWriter(part)) {
                log.replay(entry -> {
                    out.write(time.format(Instant.ofEpochMilli(entry.time())));
                    out.write("  ");
                    out.write(withColours ? words.raw(entry) : words.plain(entry));
                    out.write('\n');
                    count[0]++;
                });
            }
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
            return count[0];
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
