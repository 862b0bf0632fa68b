package org.katagpu.setup.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.katagpu.message.Messages;
import org.katagpu.setup.Action;
import org.katagpu.setup.Plan;
import org.katagpu.setup.Stage;
import org.katagpu.setup.StageScripts;
import org.katagpu.setup.Stages;
import org.katagpu.setup.gpu.GpuChoice;

/** A runbook puts together, in bash, the very script the wizard sends. */
class RunbookTest {
    private static final Plan PLAN = Plan.EMPTY.withGpu(new GpuChoice(List.of("0000:3b:00.0"), true));

    @TempDir
    private Path folder;

    private static Map<String, Stage> stages() {
        Map<String, Stage> all = new LinkedHashMap<>(Stages.all());
        // Kata's text is made from a host's file: see RunbookPracticeTest.
        all.remove("kata");
        return all;
    }

    private Path written(Locale language) throws Exception {
        return Files.writeString(folder.resolve("runbook.sh"),
                new Runbook(new Messages(language)).text(new NamedHost("root@gpu-01"), stages(), PLAN));
    }

    private static String bash(String script, Path runbook) throws Exception {
        Process process = new ProcessBuilder("bash", "-c", script, "bash", runbook.toString()).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String complained = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(complained).isZero();
        return said;
    }

    @Test
    void itsScriptsAreTheWizardsToTheLetter() throws Exception {
        Path runbook = written(Locale.ENGLISH);
        StageScripts scripts = new StageScripts();
        int compared = 0;
        for (Map.Entry<String, Stage> stage : stages().entrySet()) {
            for (Action action : new Action[]{Action.CHECK, Action.APPLY, Action.UNDO}) {
                String ours = scripts.script(stage.getValue(), action, PLAN, "nonce-1").text();
                String theirs = bash(
                        "source <(sed '$d' \"$1\"); runbook_script " + stage.getKey() + " " + action.script()
                                + " nonce-1",
                        runbook);
                assertThat(theirs).as(stage.getKey() + "/" + action).isEqualTo(ours);
                compared++;
            }
        }
        System.out.printf("runbook: %d scripts equal to the wizard's, byte for byte; %d KiB%n", compared,
                Files.size(runbook) >> 10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh"})
    void whatAControlLineTellsIsPlainWords(String language) throws Exception {
        Messages words = new Messages(language.equals("en") ? Locale.ENGLISH : Locale.SIMPLIFIED_CHINESE);
        Path runbook = written(words.locale());
        String told = bash(
                """
                        source <(sed '$d' "$1"); KATAGPU_NONCE=n1; eval "$(runbook_part lib/control)"
                        { printf 'unfinished'; kg_step 1 2 gpu.look; kg_finding gpu.left warn $'one "two"\\nthree\\\\four' '0000:3b:00.0'
                          printf '\\036katagpu other step {"id":"gpu.look"}\\n'; kg_state 'done'; } | runbook_tell n1""",
                runbook);
        assertThat(told).startsWith("unfinished\n== 1/2 " + words.get("gpu.step.look"))
                .contains("[" + words.get("frame.status.warn") + "] " + words.get("gpu.finding.left", "0000:3b:00.0"),
                        "    | one \"two\"\n    | three\\four")
                .contains("katagpu other step");
    }

    @Test
    void noSecretIsInIt() throws Exception {
        assertThat(Files.readString(written(Locale.ENGLISH))).doesNotContain("VLLM_API_KEY='");
    }
}
