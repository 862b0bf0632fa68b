package org.katagpu.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Cold start to the first frame, whole processes in turn, against a bare window of one button. The wizard is started as
 * installer/run.sh does it (AOT cache, serial collector, first compiler only); the bare window plainly. The other pairs are for comparison.
 */
@Tag("bench")
class StartBench {
    private static final int RUNS = 9;
    private static final double MOST = 1.6;
    private static final List<String> MAIN = List.of("org.katagpu.Main", "--first-frame");
    private static final List<String> BARE = List.of("org.katagpu.bench.BareWindow");

    @TempDir
    private Path folder;

    @Test
    void theWizardStartsNotMuchSlowerThanOneButton() throws Exception {
        String classPath = jar() + File.pathSeparator + libraries();
        Path cache = folder.resolve("wizard.aot");
        time(command(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:AOTCacheOutput=" + cache), classPath,
                MAIN));
        List<String> delivered = command(
                List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:AOTCache=" + cache), classPath, MAIN);
        String bareClassPath = Path.of("target/test-classes") + File.pathSeparator + classPath;
        List<String> bare = command(List.of(), bareClassPath, BARE);
        double asDelivered = median(delivered, bare, "as run.sh starts it : bare");
        median(delivered, command(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"), bareClassPath, BARE),
                "as run.sh starts it : bare, same collector and compiler");
        median(command(List.of(), classPath, MAIN), bare, "without cache : bare");
        assertThat(asDelivered).isLessThanOrEqualTo(MOST);
    }

    /** An AOT cache takes classes from jars only. */
    private Path jar() {
        Path jar = folder.resolve("wizard.jar");
        int status = ToolProvider.findFirst("jar").orElseThrow().run(System.out, System.err, "cf", jar.toString(), "-C",
                "target/classes", ".");
        assertThat(status).isZero();
        return jar;
    }

    private static String libraries() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar") && !entry.contains("junit"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private double median(List<String> one, List<String> other, String name) throws Exception {
        double[] ratios = ratios(one, other);
        System.out.printf("start, %s: median of %d pairs %.2f (%.2f to %.2f)%n", name, RUNS, ratios[RUNS / 2],
                ratios[0],
                ratios[RUNS - 1]);
        return ratios[RUNS / 2];
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

    private static List<String> command(List<String> options, String classPath, List<String> mainAndArguments) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(options);
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
                "--add-exports=javafx.base/com.sun.javafx.event=ALL-UNNAMED", "-Dglass.platform=Headless",
                "-Dprism.order=sw", "-cp", classPath));
        command.addAll(mainAndArguments);
        return command;
    }
}
