package org.katagpu.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
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
    private static final Duration HANGS = Duration.ofSeconds(60);
    private static final double SECONDS = Double.parseDouble(System.getProperty("fuzz.seconds", "0.4"));
    /** Only these targets, by name, comma-separated; empty: all. */
    private static final String ONLY = System.getProperty("fuzz.only", "");
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
            java.nio.file.Files.createDirectories(FOUND);
            java.nio.file.Files.writeString(FOUND.resolve("table.txt"), String.join("", table),
                    java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND);
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
        while (!thread.join(Duration.ofMillis(200))) {
            if (run.inputs() != seen) {
                seen = run.inputs();
                since = System.nanoTime();
            } else if (System.nanoTime() - since > HANGS.toNanos()) {
                String stack = Stream.of(thread.getStackTrace()).map(String::valueOf).collect(Collectors.joining("\n"));
                table.add("%s: hangs%n".formatted(target.name()));
                return List.of(new Finding(target.name(), "hang", run.current(), stack));
            }
        }
        table.add(String.format(Locale.ROOT,
                "%-18s %9d inputs %4d kept %5d outcomes %2d findings %6d ms slowest %4d s%n",
                target.name(), run.inputs(), corpus.size(), run.outcomes(), run.findings().size(), run.slowestMillis(),
                (System.nanoTime() - began) / 1_000_000_000));
        return run.findings();
    }

    private static String described(Finding finding) {
        try {
            return finding.target() + ": " + finding.what() + ": " + finding.save(FOUND) + "\n" + finding.detail();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
