package org.katagpu.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a host sends, for however long: a call ends with a Problem, in a program of 256 MB of heap. */
@Timeout(240)
class HostileHostTest {
    @TempDir
    Path folder;

    /** The calls, each within its limit, are made by {@link HostileHostCalls} in a program of its own. */
    @Test
    void everyCallEndsWithAProblemWithin256MbOfHeap() throws Exception {
        Path said = folder.resolve("said");
        Process program = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m", "-XX:+ExitOnOutOfMemoryError", "-cp", System.getProperty("java.class.path"),
                HostileHostCalls.class.getName(), folder.toString()).redirectErrorStream(true)
                .redirectOutput(said.toFile()).start();
        boolean ended = program.waitFor(220, TimeUnit.SECONDS);
        program.destroyForcibly();
        List<String> lines = java.nio.file.Files.readAllLines(said);
        assertThat(ended).as(String.join("\n", lines)).isTrue();
        assertThat(lines.stream().filter(line -> line.startsWith("call ")).map(line -> line.split(" after ")[0]))
                .as(String.join("\n", lines)).containsExactly(
                        "call ENDLESS_GREETING: remote.endless-greeting",
                        "call READY_MARK_WITHOUT_END: remote.endless-greeting",
                        "call SLOW_DRIP: remote.no-start",
                        "call ENDLESS_LINE: remote.too-much",
                        "call ENDLESS_LINES: remote.too-much",
                        "call ENDLESS_FACTS: remote.too-much",
                        "call DRIP: remote.too-long",
                        "call ENDLESS_ERRORS: remote.too-much",
                        "call NO_EXIT: remote.no-exit",
                        "call file: remote.too-much",
                        "call thrown: remote.not-taken",
                        "call banner: remote.login-refused",
                        "call prompt: remote.login-refused",
                        "call prompts: remote.login-refused",
                        "call version: remote.not-ssh");
    }

    @Test
    void whatAServerSaysIsCutAndSaidSo() {
        assertThat(ConnectProblems.cut(List.of("x".repeat(200_000)))).singleElement()
                .satisfies(line -> assertThat(line).hasSizeLessThan(450).endsWith("(200000)"));
    }
}
