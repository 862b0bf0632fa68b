package org.katagpu.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogStreamTest {
    private static final String WORD = "0123456789abcdef";
    private static final String MARK = "\u001e" + WORD + "\t";
    /** Holds beginnings of the mark, and a mark of another run. */
    private static final String LOG = "one\n\u001e\u001e0123\n\u001e0123456789abcdeX\ttwo\n\u001effff\tend\tended\nunfinished";

    private static byte[] stream(String log) {
        return ("noise\n\u001eff\tlog\tx\nmore " + MARK + "log\tnonce\n" + log + MARK + "end\tended\t3\t-\t"
                + LOG.length() + "\nnoise " + MARK + "end\tended\t0\t-\t1\n").getBytes(StandardCharsets.UTF_8);
    }

    private static List<JobLine> lines(String log) {
        return log.lines().map(text -> (JobLine) new JobLine.Log(text, false)).toList();
    }

    @Test
    void the_log_is_taken_out_wherever_the_stream_is_split() {
        byte[] bytes = stream(LOG);
        for (int split = 0; split <= bytes.length; split++) {
            List<JobLine> told = new ArrayList<>();
            LogTail tail = new LogTail(0, (line, offset) -> told.add(line));
            LogStream stream = new LogStream(WORD, tail);
            stream.stdout(bytes, 0, split);
            stream.stdout(bytes, split, bytes.length - split);
            tail.finish();
            assertThat(told).as("split at %d", split).isEqualTo(lines(LOG));
            assertThat(tail.reached()).isEqualTo(LOG.length());
            assertThat(stream.end()).hasValueSatisfying(end -> {
                assertThat(end.end()).isEqualTo(new JobEnd.Exited(3));
                assertThat(end.logSize()).isEqualTo(LOG.length());
            });
        }
    }

    @Test
    void another_stream_goes_on_wherever_the_first_one_broke() {
        byte[] bytes = stream(LOG);
        for (int broken = 0; broken <= bytes.length; broken++) {
            List<JobLine> told = new ArrayList<>();
            LogTail tail = new LogTail(0, (line, offset) -> told.add(line));
            LogStream first = new LogStream(WORD, tail);
            first.stdout(bytes, 0, broken);
            first.abandon();
            int from = (int) tail.wanted();
            byte[] rest = stream(LOG.substring(from));
            LogStream second = new LogStream(WORD, tail);
            second.stdout(rest, 0, rest.length);
            first.stdout(bytes, broken, bytes.length - broken);
            tail.finish();
            assertThat(told).as("broken at %d", broken).isEqualTo(lines(LOG));
        }
    }

    @Test
    void a_later_app_goes_on_behind_any_text() {
        String log = "10%\r20%\rdone\nnext\n";
        JobLine done = new JobLine.Log("done", true);
        JobLine next = new JobLine.Log("next", false);
        assertThat(from(log, 4)).containsExactly(done, next);
        assertThat(from(log, 8)).containsExactly(done, next);
        assertThat(from(log, 13)).containsExactly(next);
        assertThat(from(log, 18)).isEmpty();
    }

    private static List<JobLine> from(String log, int offset) {
        List<JobLine> told = new ArrayList<>();
        LogTail tail = new LogTail(offset, (line, after) -> told.add(line));
        byte[] bytes = stream(log.substring((int) tail.wanted()));
        new LogStream(WORD, tail).stdout(bytes, 0, bytes.length);
        tail.finish();
        assertThat(tail.reached()).isEqualTo(log.length());
        return told;
    }

    @Test
    void a_job_that_is_not_there_is_told() {
        LogStream stream = new LogStream(WORD, new LogTail(0, (line, offset) -> {}));
        byte[] bytes = (MARK + "missing\n").getBytes(StandardCharsets.UTF_8);
        stream.stdout(bytes, 0, bytes.length);
        assertThat(stream.missing()).isTrue();
        assertThat(stream.end()).isEmpty();
    }
}
