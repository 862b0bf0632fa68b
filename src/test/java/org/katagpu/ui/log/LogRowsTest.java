package org.katagpu.ui.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.message.Text;

class LogRowsTest {
    private static final long PLENTY = 1_000_000_000;

    @TempDir
    private Path folder;
    private LogModel log;
    private LogRows rows;

    @BeforeEach
    void open() throws IOException {
        log = Logs.in(folder, 100);
        rows = new LogRows(log, Logs.ENGLISH);
    }

    @AfterEach
    void close() throws IOException {
        log.close();
    }

    @Test
    void takesOverOnlyWhatIsNew() {
        log.line("a");
        log.line("b");
        assertThat(rows.take(PLENTY)).isEqualTo(new LogRows.Taken(0, 2, false));
        log.line("c");
        assertThat(rows.take(PLENTY)).isEqualTo(new LogRows.Taken(0, 1, false));
        assertThat(rows.take(PLENTY)).isEqualTo(new LogRows.Taken(0, 0, false));
        assertThat(shown()).containsExactly("a", "b", "c");
    }

    @Test
    void redrawsTheLastRowAlsoBetweenTwoTakeOvers() {
        log.line("10 %");
        rows.take(PLENTY);
        log.redraw("50 %");
        assertThat(rows.take(PLENTY).added()).isZero();
        log.redraw("100 %");
        log.line("done");
        rows.take(PLENTY);
        assertThat(shown()).containsExactly("100 %", "done");
    }

    @Test
    void jumpsOverWhatMemoryNoLongerHas() {
        lines(0, 50);
        rows.take(PLENTY);
        lines(50, 1_000);
        LogRows.Taken taken = rows.take(PLENTY);
        assertThat(taken.dropped()).isEqualTo(50);
        assertThat(shown()).hasSize(100).startsWith("line 900").endsWith("line 999");
    }

    @Test
    void aShortBudgetIsContinuedLater() {
        try (LogModel wide = Logs.in(folder, 50_000)) {
            LogRows slow = new LogRows(wide, Logs.ENGLISH);
            for (int i = 0; i < 9_000; i++) {
                wide.line(LogLevel.PLAIN, "x");
            }
            assertThat(slow.take(0).more()).isTrue();
            while (slow.take(0).more()) {
                assertThat(slow.rows().size()).isLessThanOrEqualTo(9_000);
            }
            assertThat(slow.rows()).hasSize(9_000);
            assertThat(LongStream.range(0, 9_000).allMatch(i -> slow.rows().get((int) i).number() == i)).isTrue();
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void findsOldAndNewLinesAndGoesRound() {
        lines(0, 40);
        rows.take(PLENTY);
        rows.search(new SearchTerm("LINE 3"));
        assertThat(hits()).containsExactly(3L, 30L, 31L, 32L, 33L, 34L, 35L, 36L, 37L, 38L, 39L);
        SearchHits hits = rows.hits();
        assertThat(hits.get(hits.after(3))).isEqualTo(30);
        assertThat(hits.get(hits.after(39))).isEqualTo(3);
        assertThat(hits.get(hits.before(30))).isEqualTo(3);
        assertThat(hits.get(hits.before(3))).isEqualTo(39);
        assertThat(hits.get(hits.after(20))).isEqualTo(30);
        assertThat(hits.indexOf(31)).isEqualTo(2);
        assertThat(hits.indexOf(4)).isEqualTo(-1);
        lines(40, 131);
        rows.take(PLENTY);
        assertThat(hits()).startsWith(31L, 32L).endsWith(38L, 39L).hasSize(9);
        rows.search(SearchTerm.NONE);
        assertThat(hits()).isEmpty();
        assertThat(rows.rows()).hasSize(100);
    }

    @Test
    void aRedrawnLineIsAHitOnlyWhileItMatches() {
        rows.search(new SearchTerm("half"));
        log.line("half");
        rows.take(PLENTY);
        assertThat(hits()).containsExactly(0L);
        log.redraw("full");
        rows.take(PLENTY);
        assertThat(hits()).isEmpty();
    }

    @Test
    void showsOnlyMatchingLines() {
        lines(0, 20);
        rows.filter(new RowFilter(new SearchTerm("7"), true, LogLevel.DEBUG));
        rows.take(PLENTY);
        assertThat(shown()).containsExactly("line 7", "line 17");
        log.line("27");
        log.redraw("28");
        rows.take(PLENTY);
        log.line("37");
        rows.take(PLENTY);
        log.redraw("38");
        rows.take(PLENTY);
        assertThat(shown()).containsExactly("line 7", "line 17");
        rows.filter(RowFilter.ALL);
        rows.take(PLENTY);
        assertThat(shown()).hasSize(22);
    }

    @Test
    void showsOnlyWhatMattersUnderItsHeadings() {
        log.step(1, 1, Text.of("Binding"));
        log.line("fine");
        log.line("warning: slow");
        log.line("error: busy");
        rows.filter(RowFilter.ALL.withLeast(LogLevel.WARN));
        rows.take(PLENTY);
        assertThat(shown()).containsExactly("1 of 1  Binding", "warning: slow", "error: busy");
    }

    private void lines(int from, int to) {
        for (int i = from; i < to; i++) {
            log.line("line " + i);
        }
    }

    private List<String> shown() {
        return rows.rows().stream().map(Logs.ENGLISH::plain).toList();
    }

    private List<Long> hits() {
        return LongStream.range(0, rows.hits().size()).mapToObj(i -> rows.hits().get((int) i)).toList();
    }
}
