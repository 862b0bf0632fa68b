package org.katagpu.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every reader of foreign input throws nothing it does not document, hangs on nothing, and needs little memory. */
class FuzzTest {
    private static final Path FOUND = Path.of("target/fuzz");
    /** Of the processor for one input; a thread that only waits is given up by the wall, however busy the machine. */
    private static final Duration HANGS = Duration.ofSeconds(30);
    private static final Duration MOST_WAITED = Duration.ofHours(1);
    private static final double SECONDS = Double.parseDouble(System.getProperty("fuzz.seconds", "0.4"));
    /** Only these targets, by name, comma-separated; empty: all. */
    private static final String ONLY = System.getProperty("fuzz.only", "");
    /** A file that gets a line a target, so that runs can be added up: name, seconds, inputs, findings, slowest ms. */
    private static final String RESULTS = System.getProperty("fuzz.results", "");
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long SEED = Long.getLong("fuzz.seed", SECONDS > 1 ? System.nanoTime() : 20260101);

    /** Readers of own files log each that is broken. */
    private static final Logger LOG = Logger.getLogger("org.katagpu");

    /** In the ordinary run the virtual machine is still cold, and the machine busy with other tests. */
    private static final long MOST_NANOS = SECONDS > 1 ? 2_000_000_000L : 6_000_000_000L;

    @TempDir
    Path folder;

    @BeforeAll
    static void quiet() {
        LOG.setLevel(Level.OFF);
    }

    @AfterAll
    static void loud() {
        LOG.setLevel(null);
    }

    @Test
    void readersOfTheHost() throws Exception {
        run(HostTargets.all());
    }

    @Test
    void readersOfTheAdminsMachine() throws Exception {
        try (MachineTargets targets = new MachineTargets(folder)) {
            run(targets.all());
        }
    }

    @Test
    void readersOfServersModelsAndConfigurations() throws Exception {
        run(TextTargets.all());
    }

    @Test
    void readersInBash() throws Exception {
        try (BashTargets targets = new BashTargets(folder)) {
            run(targets.all());
        }
    }

    private static void run(List<Target> targets) throws Exception {
        List<String> table = new ArrayList<>();
        List<Finding> all = new ArrayList<>();
        for (Target target : targets) {
            if (ONLY.isEmpty() || Arrays.asList(ONLY.split(",")).contains(target.name())) {
                all.addAll(run(target, table));
            }
        }
        if (SECONDS > 1) {
            Files.createDirectories(FOUND);
            Files.writeString(FOUND.resolve("table.txt"), String.join("", table),
                    StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        assertThat(all.stream().map(FuzzTest::described).collect(Collectors.joining("\n"))).isEmpty();
    }

    private static List<Finding> run(Target target, List<String> table) throws Exception {
        FuzzRun run = new FuzzRun(target, SEED, MOST_NANOS);
        List<byte[]> corpus = Corpus.of(target.name());
        long began = System.nanoTime();
        Thread thread = Thread.ofPlatform().daemon().name("fuzz-" + target.name())
                .start(() -> run.run(corpus, (long) (SECONDS * 1e9)));
        long seen = -1;
        long since = System.nanoTime();
        long used = 0;
        while (!thread.join(Duration.ofMillis(200))) {
            if (run.inputs() != seen) {
                seen = run.inputs();
                since = System.nanoTime();
                used = THREADS.getThreadCpuTime(thread.threadId());
            } else if (THREADS.getThreadCpuTime(thread.threadId()) - used > HANGS.toNanos()
                    || System.nanoTime() - since > MOST_WAITED.toNanos()) {
                String stack = Stream.of(thread.getStackTrace()).map(String::valueOf).collect(Collectors.joining("\n"));
                table.add("%s: hangs%n".formatted(target.name()));
                return List.of(new Finding(target.name(), "hang", run.current(), stack));
            }
        }
        told(target, run, (System.nanoTime() - began) / 1e9);
        table.add(String.format(Locale.ROOT,
                "%-18s %9d inputs %4d kept %5d outcomes %2d findings %6d ms slowest %4d s%n",
                target.name(), run.inputs(), corpus.size(), run.outcomes(), run.findings().size(), run.slowestMillis(),
                (System.nanoTime() - began) / 1_000_000_000));
        return run.findings();
    }

    private static void told(Target target, FuzzRun run, double seconds) throws IOException {
        if (!RESULTS.isEmpty()) {
            Files.writeString(Path.of(RESULTS),
                    String.format(Locale.ROOT, "%s\t%.1f\t%d\t%d\t%d%n", target.name(), seconds,
                            run.inputs(), run.findings().size(), run.slowestMillis()),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
    }

    private static String described(Finding finding) {
        try {
            return finding.target() + ": " + finding.what() + ": " + finding.save(FOUND) + "\n" + finding.detail();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
