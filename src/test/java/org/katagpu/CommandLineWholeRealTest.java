package org.katagpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Without a window: from a machine without anything of ours, by the command line alone, to an answered question; then
 * everything is taken back. No secret shows up in any process's arguments.
 */
@Tag("real")
@Tag("beside")
@Timeout(900)
class CommandLineWholeRealTest {
    @TempDir
    private Path folder;

    @Test
    void fromNothingToAnAnswerAndBack() throws Exception {
        try (WholePath path = new WholePath(folder)) {
            long begun = System.nanoTime();
            path.done("apply", "host", "--yes");
            assertThat(path.line.out()).contains("Model: done", "Guest image: done");
            path.answers();
            System.out.printf("command line, whole path: %d s, %d changes seen by the machine%n",
                    Duration.ofNanos(System.nanoTime() - begun).toSeconds(), path.changes().size());
            path.done("apply", "host", "--yes");
            assertThat(path.line.out()).as("a second run").contains("Nothing is left to do.");
            path.done("undo", "host", "--yes");
            path.isBlankAgain("command line");
        }
    }
}
