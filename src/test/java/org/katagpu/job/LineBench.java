package org.katagpu.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.remote.LocalHost;
import org.katagpu.remote.Script;

/** How fast lines are made of bytes, against {@link BufferedReader}; and a whole log, against {@code cat}. */
@Tag("bench")
class LineBench {
    private static final int LINES = 1_000_000;
    private static final int CHUNK = 32 << 10;
    private static final int ROUNDS = 7;

    private static double best(Callable<Integer> work) throws Exception {
        double best = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long began = System.nanoTime();
            assertThat(work.call()).isEqualTo(LINES);
            best = Math.min(best, (System.nanoTime() - began) / 1e9);
        }
        return best;
    }

    @Test
    void lines_of_bytes() throws Exception {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= LINES; i++) {
            text.append("line ").append(i).append(" of a log that a tool of the host printed, ").append(i % 97)
                    .append('\n');
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        double reader = best(() -> {
            BufferedReader lines = new BufferedReader(
                    new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8));
            int count = 0;
            while (lines.readLine() != null) {
                count++;
            }
            return count;
        });
        double ours = best(() -> {
            int[] count = {0};
            LineAssembler lines = new LineAssembler(Nonce.random(), 0, false, (line, offset) -> count[0]++);
            for (int at = 0; at < bytes.length; at += CHUNK) {
                lines.feed(bytes, at, Math.min(CHUNK, bytes.length - at));
            }
            return count[0];
        });
        System.out.printf("lines of bytes: %.1f M lines/s, BufferedReader %.1f M lines/s, ratio %.2f%n",
                LINES / ours / 1e6, LINES / reader / 1e6, ours / reader);
        assertThat(ours).isLessThanOrEqualTo(2 * reader);
    }

    @Test
    void a_whole_log(@TempDir Path root) throws Exception {
        try (LocalHost host = new LocalHost(root)) {
            HostJobs jobs = new HostJobs(host, "bench");
            JobId id = jobs.start("bench/apply", Nonce.random(),
                    Script.named("bench").part("seq -f 'line %.0f of a log that a tool printed' " + LINES).build());
            jobs.follow(id, 0, (line, offset) -> {});
            Path log = root.resolve("var/lib/katagpu/jobs/" + id.value() + "/log");
            double cat = best(() -> {
                Process process = new ProcessBuilder("cat", log.toString()).start();
                process.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
                return LINES;
            });
            double ours = best(() -> {
                int[] count = {0};
                jobs.follow(id, 0, (line, offset) -> count[0]++);
                return count[0];
            });
            System.out.printf("a whole log of %d MB: %.2f s, cat %.2f s%n", Files.size(log) >> 20, ours, cat);
            assertThat(ours).isLessThan(2);
        }
    }
}
