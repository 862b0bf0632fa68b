package org.katagpu.ui.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.message.Messages;
import org.katagpu.message.Text;

class LogSaverTest {
    @TempDir
    private Path folder;
    @TempDir
    private Path spool;

    @Test
    void savesAllSinceTheBeginning() throws IOException {
        try (LogModel log = Logs.in(spool, 10)) {
            log.step(1, 1, Text.of("log.title"));
            for (int i = 0; i < 30; i++) {
                log.line("\u001b[32mline\u001b[0m " + i);
            }
            Path plain = folder.resolve("plain.log");
            Path coloured = folder.resolve("coloured.log");
            assertThat(new LogSaver(Logs.ENGLISH, ZoneOffset.UTC).save(log, plain, false)).isEqualTo(31);
            EntryWords chinese = new EntryWords(new Messages(Locale.SIMPLIFIED_CHINESE));
            new LogSaver(chinese, ZoneOffset.UTC).save(log, coloured, true);
            assertThat(Files.readAllLines(plain)).hasSize(31).startsWith("2026-03-01 12:00:00.000  1 of 1  Log",
                    "2026-03-01 12:00:00.000  line 0").endsWith("2026-03-01 12:00:00.000  line 29");
            assertThat(Files.readAllLines(coloured)).startsWith("2026-03-01 12:00:00.000  第 1/1 步  日志",
                    "2026-03-01 12:00:00.000  \u001b[32mline\u001b[0m 0");
        }
    }

    @Test
    void savesWhileWritingGoesOn() throws Exception {
        try (LogModel log = Logs.in(spool, 1_000)) {
            Thread writer = Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 20_000; i++) {
                    log.line(LogLevel.PLAIN, "line " + i);
                }
            });
            Path file = folder.resolve("busy.log");
            for (int i = 0; i < 5; i++) {
                new LogSaver(Logs.ENGLISH, ZoneOffset.UTC).save(log, file, false);
                long number = 0;
                for (String line : Files.readAllLines(file)) {
                    assertThat(line).endsWith("  line " + number++);
                }
            }
            writer.join();
        }
    }

    @Test
    void aFailedSaveLeavesNothing() throws IOException {
        Path taken = Files.createDirectories(folder.resolve("taken").resolve("full"));
        try (LogModel log = Logs.in(spool, 10)) {
            log.line("x");
            assertThatThrownBy(() -> new LogSaver(Logs.ENGLISH, ZoneOffset.UTC).save(log, taken.getParent(), false))
                    .isInstanceOf(IOException.class);
            try (Stream<Path> left = Files.list(folder)) {
                assertThat(left).containsExactly(taken.getParent());
            }
        }
    }
}
