package org.katagpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.machine.MachineSnapshot;

/**
 * By the runbook alone: from a machine without anything of ours to a proved answer, again without a change, and back. The
 * same is then done by the command line, and leaves the same.
 */
@Tag("real")
@Tag("beside")
@Timeout(900)
class RunbookWholeRealTest {
    private static final String RUNBOOK = "/srv/runbook.sh";

    @TempDir
    private Path folder;

    private record Said(int status, String text) {}

    private static Said run(WholePath path, String... arguments) throws Exception {
        String[] words = new String[arguments.length + 2];
        words[0] = "bash";
        words[1] = RUNBOOK;
        System.arraycopy(arguments, 0, words, 2, arguments.length);
        Process process = path.whole.machine.command(words).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), text);
    }

    @Test
    void fromNothingToAProvedAnswerAndBack() throws Exception {
        try (WholePath path = new WholePath(folder)) {
            Path runbook = folder.resolve("runbook.sh");
            path.done("export", "runbook", "host", runbook.toString());
            path.whole.machine.write(RUNBOOK, Files.readAllBytes(runbook), "755");
            MachineSnapshot before = path.whole.machine.snapshot();
            Said check = run(path, "--check");
            assertThat(check.status()).as(check.text()).isIn(0, 2);
            assertThat(check.text()).contains("0000:3b:00.0");
            assertThat(path.whole.machine.snapshot().changesSince(before)).as("a check changes nothing").isEmpty();
            assertThat(path.records()).isEmpty();

            long begun = System.nanoTime();
            Said made = run(path, "--apply", "all");
            assertThat(made.status()).as(made.text()).isZero();
            long took = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
            path.answers();
            List<String> records = path.records();
            List<String> left = path.left();
            Said again = run(path, "--apply", "all");
            assertThat(again.status()).as(again.text()).isZero();
            assertThat(again.text().lines().filter("Nothing to do."::equals)).hasSize(6);
            assertThat(again.text()).doesNotContain("✓ ");
            path.done("apply", "host", "--yes");
            assertThat(path.line.out()).as("the command line finds it done").contains("Nothing is left to do.");
            Said undone = run(path, "--undo", "all");
            assertThat(undone.status()).as(undone.text()).isZero();
            path.whole.machine.exec("rm " + RUNBOOK);
            path.isBlankAgain("runbook");

            path.whole.machine.exec("rm -r /var/lib/katagpu");
            path.done("apply", "host", "--yes");
            path.whole.machine.write(RUNBOOK, Files.readAllBytes(runbook), "755");
            assertThat(path.left()).as("files and state").containsExactlyElementsOf(left).hasSizeGreaterThan(30);
            assertThat(path.records()).as("records").containsExactlyElementsOf(records).hasSizeGreaterThan(10);
            System.out.printf(
                    "runbook, whole path: %d s; command line leaves the same: %d files and states, %d records%n",
                    took, left.size(), records.size());
            Said back = run(path, "--undo", "all");
            assertThat(back.status()).as("what the command line did: " + back.text()).isZero();
            path.whole.machine.exec("rm " + RUNBOOK);
            path.isBlankAgain("runbook over the command line's");
        }
    }
}
