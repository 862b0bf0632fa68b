package org.katagpu.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every script that may run on a host is free of what ShellCheck knows to be wrong. */
class ShellCheckTest {
    /** In a library alone: what it sets is used, and what it uses is set, by others. */
    private static final String ACROSS_FILES = "SC2034,SC2153,SC2154";
    /** In an assembled script: not every function of a library is called by every script; a parameter may hold code. */
    private static final String UNUSED_FUNCTION = "SC2317,SC2034,SC2016";

    @BeforeAll
    static void shellCheckIsThere() {
        boolean there = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "shellcheck")));
        if (!there && "true".equals(System.getenv("CI"))) {
            fail("shellcheck is missing");
        }
        assumeTrue(there, "shellcheck is not installed");
    }

    /** The practice machine's commands have the names of the real ones, without an ending. */
    private static boolean isScript(Path file) {
        return Files.isRegularFile(file)
                && (file.toString().endsWith(".sh") || file.getParent().endsWith("practice/bin"));
    }

    private static String complaints(String excluded, List<Path> files) throws IOException, InterruptedException {
        List<String> command = Stream.concat(Stream.of("shellcheck", "-s", "bash", "-f", "gcc", "-e", excluded),
                files.stream().map(Path::toString)).toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return said + (process.waitFor() == 0 || !said.isEmpty() ? "" : "shellcheck failed");
    }

    @Test
    void scriptsAndLibraries() throws Exception {
        for (String folder : List.of("src/main/resources", "src/test/resources/setup", "src/test/resources/remote")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                List<Path> scripts = files.filter(ShellCheckTest::isScript).sorted().toList();
                assertThat(scripts).as(folder).isNotEmpty();
                assertThat(complaints(ACROSS_FILES, scripts)).isEmpty();
            }
        }
    }

    /** A preview is the script of undo with another value at its head. */
    @Test
    void assembledScripts(@TempDir Path folder) throws Exception {
        StageScripts scripts = new StageScripts();
        List<Path> whole = Stages.all().values().stream()
                .flatMap(stage -> Stream.of(Action.CHECK, Action.APPLY, Action.UNDO).map(action -> {
                    try {
                        return Files.writeString(folder.resolve(stage.id() + "-" + action + ".sh"),
                                scripts.text(stage, action, Plan.EMPTY));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })).toList();
        assertThat(complaints(UNUSED_FUNCTION, whole)).isEmpty();
    }
}
