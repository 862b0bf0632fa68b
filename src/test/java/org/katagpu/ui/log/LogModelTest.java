package org.katagpu.ui.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.message.Problem;
import org.katagpu.message.Text;

class LogModelTest {
    @TempDir
    private Path folder;
    private LogModel log;

    @BeforeEach
    void open() throws IOException {
        log = Logs.in(folder, 100);
    }

    @AfterEach
    void close() throws IOException {
        log.close();
    }

    @Test
    void keepsTheNewestInMemoryAndAllOnDisk() throws IOException {
        for (int i = 0; i < 1_234; i++) {
            log.line("line " + i);
        }
        LogSlice slice = log.slice(0, Integer.MAX_VALUE);
        assertThat(slice.first()).isEqualTo(1_134);
        assertThat(slice.next()).isEqualTo(1_234);
        assertThat(Logs.kept(log)).hasSize(100).startsWith("line 1134").endsWith("line 1233");
        assertThat(Logs.stored(log)).isEqualTo(IntStream.range(0, 1_234).mapToObj(i -> "line " + i).toList());
    }

    @Test
    void anEndlessLogDoesNotFillTheDiskAndSaysSo() throws IOException {
        Path spools = folder.resolve("endless");
        try (LogModel endless = new LogModel(Text.of("Test"), LogSpool.in(spools), 100, 1 << 20, Logs.NOON)) {
            for (int i = 0; i < 50_000; i++) {
                endless.line("line " + i + " " + "x".repeat(90));
            }
            assertThat(Logs.stored(endless).stream().mapToLong(String::length).sum())
                    .isLessThan((1L << 20) + (1 << 17));
            assertThat(Logs.stored(endless)).anyMatch(line -> line.contains("has reached 1 MB"))
                    .anyMatch(line -> line.contains("are not kept on this machine"))
                    .anyMatch(line -> line.startsWith("line 0 ")).anyMatch(line -> line.startsWith("line 49999 "));
            assertThat(Logs.kept(endless)).hasSize(100);
        }
    }

    @Test
    void longLinesDoNotFillMemory() throws IOException {
        try (LogModel wide = Logs.in(folder, 100_000)) {
            String longest = "x".repeat(LogModel.LONGEST_LINE);
            for (int i = 0; i < 4_000; i++) {
                wide.line(LogLevel.PLAIN, longest);
            }
            LogSlice slice = wide.slice(0, Integer.MAX_VALUE);
            assertThat((long) slice.entries().size() * longest.length()).isBetween(20_000_000L, 24_000_000L);
            assertThat(slice.next()).isEqualTo(4_000);
        }
    }

    @Test
    void anOverlongLineIsCutInMemoryAndWholeOnDisk() throws IOException {
        String line = "x".repeat(LogModel.LONGEST_LINE + 7);
        log.line(line);
        LogEntry.Line kept = (LogEntry.Line) log.slice(0, 1).entries().getFirst();
        assertThat(kept.text()).hasSize(LogModel.LONGEST_LINE);
        assertThat(kept.cut()).isEqualTo(7);
        assertThat(Logs.stored(log)).containsExactly(line);
    }

    @Test
    void aRedrawnLineStaysOneLine() throws IOException {
        log.line("copying");
        log.line("10 %\r");
        log.redraw("50 %\r");
        log.redraw("100 %");
        log.line("done");
        assertThat(Logs.kept(log)).containsExactly("copying", "100 %", "done");
        assertThat(Logs.stored(log)).containsExactly("copying", "100 %", "done");
    }

    @Test
    void aRedrawNeverTouchesAHeading() {
        log.step(1, 2, Text.of("First"));
        log.redraw("10 %");
        assertThat(Logs.kept(log)).containsExactly("1 of 2  First", "10 %");
    }

    @Test
    void aRedrawInsideOneLineIsStoredAsSeen() throws IOException {
        log.line("10 %\r50 %\r100 %\r");
        log.line("next");
        assertThat(Logs.kept(log)).containsExactly("100 %", "next");
        assertThat(Logs.stored(log)).containsExactly("100 %", "next");
    }

    @Test
    void colourGoesOnOverLinesAndEndsWithTheStep() {
        log.line("\u001b[31mred");
        log.line("still red");
        log.step(2, 2, Text.of("Second"));
        log.line("plain");
        List<LogEntry> entries = log.slice(0, 10).entries();
        assertThat(Logs.ENGLISH.styled(entries.get(1)).runs())
                .containsExactly(new StyledText.Run(0, 9, Sgr.NONE.withColour(1)));
        assertThat(Logs.ENGLISH.styled(entries.get(3)).runs()).isEmpty();
    }

    @Test
    void severalLinesAtOnceAreSeveralEntries() {
        log.line("one\ntwo\n\nfour");
        assertThat(Logs.kept(log)).containsExactly("one", "two", "", "four");
    }

    @Test
    void writersKeepTheirOrderInMemoryAndOnDisk() throws Exception {
        try (LogModel wide = Logs.in(folder, 50_000)) {
            List<Thread> writers = new ArrayList<>();
            for (int w = 0; w < 8; w++) {
                String name = "writer " + w + " line ";
                writers.add(
                        Thread.ofVirtual().start(() -> IntStream.range(0, 2_000).forEach(i -> wide.line(name + i))));
            }
            for (Thread writer : writers) {
                writer.join(Duration.ofSeconds(30));
            }
            List<LogEntry> entries = wide.slice(0, Integer.MAX_VALUE).entries();
            assertThat(entries).hasSize(16_000);
            assertThat(IntStream.range(0, 16_000).allMatch(i -> entries.get(i).number() == i)).isTrue();
            for (int w = 0; w < 8; w++) {
                String name = "writer " + w + " line ";
                assertThat(Logs.kept(wide).stream().filter(line -> line.startsWith(name)))
                        .containsExactlyElementsOf(IntStream.range(0, 2_000).mapToObj(i -> name + i).toList());
            }
            assertThat(Logs.stored(wide)).isEqualTo(Logs.kept(wide));
        }
    }

    @Test
    void anInterruptedWriterLosesNothing() throws Exception {
        String filler = "x".repeat(4_000);
        Thread writer = Thread.ofVirtual().start(() -> {
            Thread.currentThread().interrupt();
            IntStream.range(0, 200).forEach(i -> log.line(LogLevel.PLAIN, i + filler));
        });
        assertThat(writer.join(Duration.ofSeconds(30))).isTrue();
        assertThat(Logs.stored(log)).hasSize(200);
        assertThat(log.onDisk()).isTrue();
    }

    @Test
    void theFileGoesWithTheLog() throws IOException {
        log.line("secret enough");
        log.close();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
        log.line("after the end");
        assertThat(Logs.kept(log)).containsExactly("secret enough", "after the end");
    }

    @Test
    void aFailedDiskIsSaidOnceAndTheLogGoesOn() throws IOException {
        LogSpool spool = LogSpool.in(folder);
        try (LogModel unlucky = new LogModel(Text.of("Test"), spool, 100, Logs.NOON)) {
            spool.close();
            String filler = "x".repeat(40_000);
            for (int i = 0; i < 5; i++) {
                unlucky.line(LogLevel.PLAIN, filler);
            }
            unlucky.line("on");
            assertThat(Logs.kept(unlucky)).filteredOn(line -> line.startsWith("The log could not be written"))
                    .hasSize(1);
            assertThat(Logs.stored(unlucky)).isEqualTo(Logs.kept(unlucky));
        }
    }

    @Test
    void aProblemSaysWhatFailedAndWhatToDo() throws IOException {
        log.problem(new Problem(Text.of("What failed"), Text.of("What to do"), "admin@host", "apply.sh",
                OptionalInt.of(3), List.of("last line")));
        assertThat(Logs.kept(log)).containsExactly("What failed", "Command: apply.sh (exit status 3)", "last line",
                "What to do");
        assertThat(Logs.stored(log)).isEqualTo(Logs.kept(log));
        assertThat(log.slice(0, 1).entries().getFirst().level()).isEqualTo(LogLevel.ERROR);
    }

    @Test
    void wordsOnDiskKeepTheirArguments() throws IOException {
        log.say(LogLevel.WARN, Text.of("log.saved", 5_000_000L, Text.of("log.title")));
        assertThat(Logs.stored(log)).containsExactly("Saved 5,000,000 lines to Log");
    }

    @Test
    void statusFollowsTheJob() {
        AtomicInteger told = new AtomicInteger();
        log.onChange(told::incrementAndGet);
        log.step(2, 5, Text.of("Binding"));
        log.progress(1, 4, LogStatus.Unit.COUNT);
        assertThat(log.status().n()).isEqualTo(2);
        assertThat(log.status().progress()).extracting(LogStatus.Progress::share).isEqualTo(0.25);
        log.step(3, 5, Text.of("Checking"));
        assertThat(log.status().progress()).isNull();
        log.end(LogStatus.State.FAILED);
        assertThat(log.status().running()).isFalse();
        assertThat(told).hasValue(4);
    }
}
