package org.katagpu.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Cold start to the first frame, whole processes in turn: the wizard and a bare window, each with the class archive its
 * launcher gives it (run.sh makes one for the wizard), and each without.
 */
@Tag("bench")
class StartBench {
    private static final int RUNS = 9;
    private static final double MOST = 1.6;

    @TempDir
    private Path folder;

    @Test
    void theWizardStartsNotMuchSlowerThanOneButton() throws Exception {
        List<String> wizard = command("org.katagpu.Main", "--first-frame");
        List<String> bare = command("org.katagpu.bench.BareWindow");
        double[] plain = ratios(wizard, bare);
        Path archive = folder.resolve("wizard.jsa");
        Path bareArchive = folder.resolve("bare.jsa");
        double[] archived = ratios(with("-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + archive, wizard),
                with("-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + bareArchive, bare));
        System.out.printf(
                "start, wizard : bare window, median of %d pairs%n  plain          %.2f%n  class archive  %.2f%n",
                RUNS, plain[RUNS / 2], archived[RUNS / 2]);
        assertThat(Math.min(plain[RUNS / 2], archived[RUNS / 2])).isLessThanOrEqualTo(MOST);
    }

    private double[] ratios(List<String> one, List<String> other) throws Exception {
        time(one);
        time(other);
        double[] ratios = new double[RUNS];
        List<Long> ones = new ArrayList<>();
        List<Long> others = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            ones.add(time(one));
            others.add(time(other));
            ratios[run] = (double) ones.getLast() / others.getLast();
        }
        System.out.printf("  wizard %s ms%n  bare   %s ms%n", ones, others);
        Arrays.sort(ratios);
        return ratios;
    }

    private long time(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        builder.environment().put("XDG_CONFIG_HOME", folder.resolve("config").toString());
        long begun = System.nanoTime();
        Process process = builder.start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        long took = System.nanoTime() - begun;
        assertThat(ended).isTrue();
        assertThat(process.exitValue()).as(() -> {
            try {
                return Files.readString(folder.resolve("output"));
            } catch (IOException e) {
                return e.toString();
            }
        }).isZero();
        return Duration.ofNanos(took).toMillis();
    }

    private static List<String> command(String... mainAndArguments) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
                        "--add-exports=javafx.base/com.sun.javafx.event=ALL-UNNAMED", "-Dglass.platform=Headless",
                        "-Dprism.order=sw", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(mainAndArguments));
        return command;
    }

    private static List<String> with(String first, String second, List<String> command) {
        List<String> all = new ArrayList<>(command);
        all.addAll(1, List.of(first, second));
        return all;
    }
}
