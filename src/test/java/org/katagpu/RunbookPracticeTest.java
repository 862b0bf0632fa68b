package org.katagpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.katagpu.cli.ExitCode;
import org.katagpu.practice.Persona;
import org.katagpu.practice.PracticeHost;

/** A runbook does on the practice host, without a wizard, what the wizard does: same scripts, same records, and back. */
class RunbookPracticeTest {
    private PracticeHost practice;
    private CommandLine line;
    private Path runbook;
    private String[] way;

    private record Said(int status, String text) {}

    @BeforeEach
    void start() throws Exception {
        practice = PracticeHost.start(Persona.KUNPENG_4GPU);
        line = new CommandLine();
        line.knows("practice", practice.target().address(), practice.target().port(), practice.target().user());
        way = new String[]{"--password-file", line.passwordFile(new String(practice.password())).toString()};
        line.run("plan", "set", "practice", "gpu.devices=0000:3b:00.0");
        runbook = line.home().resolve("runbook.sh");
        assertThat(line.run("export", "runbook", "practice", runbook.toString(), way[0], way[1])).as(line.both())
                .isEqualTo(ExitCode.DONE);
    }

    @AfterEach
    void end() throws Exception {
        line.close();
        practice.close();
    }

    private Said run(String... arguments) throws Exception {
        String[] all = new String[arguments.length + 1];
        all[0] = runbook.toString();
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        Process process = practice.sandbox().shell(all).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Said(process.exitValue(), text);
    }

    /** What the stages left: files and what is in them, but for the time and the jobs' own names. */
    private TreeMap<String, String> records() throws IOException {
        Path home = practice.sandbox().root().resolve("var/lib/katagpu");
        TreeMap<String, String> records = new TreeMap<>();
        if (Files.notExists(home)) {
            return records;
        }
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = home.relativize(file).toString();
                if (name.startsWith("jobs/")) {
                    records.merge("jobs/*/" + file.getFileName(), "1", (one, more) -> one + more);
                } else if (!name.startsWith("lock") && !name.startsWith("run/")) {
                    // run/ is the order of several steps, which a runbook does not keep.
                    records.put(name, Files.readString(file).replaceAll("\\d{10,}", "TIME"));
                }
            }
        }
        return records;
    }

    @Test
    void doesWhatTheWizardDoesAndTakesItBack() throws Exception {
        Said check = run("--check", "gpu", "kata");
        assertThat(check.status()).as(check.text()).isZero();
        assertThat(check.text()).contains("#### Checking gpu", "• ", "0000:3b:00.0").doesNotContain("\u001e",
                "katagpu ");
        assertThat(records()).as("a check leaves nothing").isEmpty();
        Said apply = run("--apply", "gpu", "kata");
        assertThat(apply.status()).as(apply.text()).isZero();
        assertThat(apply.text()).contains("#### Doing gpu", "== 1/", "✓ ").doesNotContain("\u001e");
        TreeMap<String, String> byRunbook = records();
        assertThat(run("--apply", "gpu").text()).contains("Nothing to do.").doesNotContain("#### Doing");
        Said undo = run("--undo", "gpu", "kata");
        assertThat(undo.status()).as(undo.text()).isZero();
        assertThat(line.run("apply", "practice", "gpu", "kata", "--yes", way[0], way[1])).as(line.both())
                .isEqualTo(ExitCode.DONE);
        assertThat(shapes(records())).as("what the wizard leaves").isEqualTo(shapes(byRunbook));
    }

    private static List<String> shapes(TreeMap<String, String> records) {
        return records.keySet().stream().map(name -> name.replaceAll("\\d{8}T\\d{6}Z-[0-9a-f]{12}", "BACKUP"))
                .distinct()
                .toList();
    }

    @Test
    void aReportTellsWhatIsThereInBothForms() throws Exception {
        assertThat(line.run("export", "report", "practice", way[0], way[1])).as(line.both()).isEqualTo(ExitCode.DONE);
        assertThat(line.out()).startsWith("# Setup of root@").contains("## Found", "### GPUs: to do", "0000:3b:00.0",
                "## Proved");
        assertThat(line.out()).doesNotContain(new String(practice.password()));
    }

    @Test
    void aWrongCallChangesNothing() throws Exception {
        assertThat(run("--apply").status()).isEqualTo(1);
        assertThat(run("--apply", "gpus").status()).isEqualTo(1);
        assertThat(run("--apply", "rootfs").text()).as("nothing is chosen for it").contains("Steps: image gpu kata");
        assertThat(records()).isEmpty();
    }
}
