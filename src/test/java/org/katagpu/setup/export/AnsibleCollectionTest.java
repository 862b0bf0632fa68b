package org.katagpu.setup.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.message.Messages;
import org.katagpu.setup.Action;
import org.katagpu.setup.Plan;
import org.katagpu.setup.Stage;
import org.katagpu.setup.StageScripts;
import org.katagpu.setup.Stages;
import org.katagpu.setup.gpu.GpuChoice;
import org.katagpu.setup.image.ImageWay;
import org.katagpu.setup.kata.KataFile;
import org.katagpu.setup.kata.KataSave;
import org.katagpu.setup.kata.KataStage;
import org.katagpu.setup.kata.KataTarget;

/** A role puts together, in Python, the very script the wizard sends; and says what each of its variables is. */
class AnsibleCollectionTest {
    private static final Plan PLAN = Plan.EMPTY.withGpu(new GpuChoice(List.of("0000:3b:00.0"), true));
    private static final List<Action> ACTIONS = List.of(Action.CHECK, Action.APPLY, Action.UNDO);
    private static final String COMPOSE = """
            import importlib.util, json, sys
            spec = importlib.util.spec_from_file_location('katagpu', sys.argv[1] + '/plugins/module_utils/katagpu.py')
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            stage, action = sys.argv[2:4]
            files = sys.argv[1] + '/roles/' + stage + '/files/'
            wiring = json.load(open(files + 'stage.json'))
            values = json.load(sys.stdin)
            pairs = [(name, values[wiring['variables'][name]]) for name in wiring['parameters'][action]
                     if values.get(wiring['variables'][name]) is not None]
            body = open(files + action + '.sh', newline='', encoding='utf-8').read()
            sys.stdout.buffer.write(module.stage_script(action, 'nonce-1', pairs, body).encode('utf-8'))
            """;

    @TempDir
    private Path folder;

    private void write() throws Exception {
        for (Map.Entry<String, String> file : new AnsibleCollection(new Messages(Locale.ENGLISH)).files().entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }

    private String composed(Stage stage, Action action, Plan plan) throws Exception {
        Process python = new ProcessBuilder("python3", "-c", COMPOSE, folder.toString(), stage.id(), action.script())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (var in = python.getOutputStream()) {
            new ObjectMapper().writeValue(in, new RoleVariables(stage).values(plan));
        }
        String text = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(python.waitFor()).isZero();
        return text;
    }

    private static String sum(String text) throws Exception {
        return HexFormat.of().formatHex(
                MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String ofRunbook(Path runbook, String stage, Action action) throws Exception {
        Process bash = new ProcessBuilder("bash", "-c",
                "source <(sed '$d' \"$1\"); runbook_script " + stage + " " + action.script() + " nonce-1", "bash",
                runbook.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        bash.getOutputStream().close();
        String text = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).isZero();
        return text;
    }

    @Test
    void wizardRunbookAndRoleSendTheSameBytes() throws Exception {
        write();
        Map<String, Stage> stages = new LinkedHashMap<>(Stages.all());
        stages.put("kata", savesKata());
        Path runbook = Files.writeString(folder.resolve("runbook.sh"),
                new Runbook(new Messages(Locale.ENGLISH)).text(new NamedHost("root@gpu-01"), stages, PLAN));
        for (Stage stage : stages.values()) {
            for (Action action : ACTIONS) {
                String wizard = sum(new StageScripts().script(stage, action, PLAN, "nonce-1").text());
                assertThat(sum(composed(stage, action, PLAN))).as("role " + stage.id() + action).isEqualTo(wizard);
                assertThat(sum(ofRunbook(runbook, stage.id(), action))).as("runbook " + stage.id() + action)
                        .isEqualTo(wizard);
                System.out.printf("wizard = runbook = role: %s/%s %s%n", stage.id(), action.script(), wizard);
            }
        }
        assertThat(stages).hasSize(6);
    }

    /** As prepared for a host: its file is known, and what it is to become. */
    private static Stage savesKata() throws Exception {
        String now = "[hypervisor.qemu]\n";
        KataFile read = new KataFile("/etc/kata-containers/configuration.toml",
                "/opt/kata/share/defaults/kata-containers/configuration-qemu.toml", sum(now),
                now.getBytes(StandardCharsets.UTF_8), List.of());
        return new KataStage(KataSave.edited(KataTarget.MAIN, read,
                "[hypervisor.qemu]\ncold_plug_vfio = \"root-port\" # it's\n".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void whateverWayTheImageComes() throws Exception {
        write();
        Stage image = Stages.all().get("image");
        for (ImageWay way : ImageWay.values()) {
            Plan plan = PLAN.withImage(PLAN.image().withWay(way));
            for (Action action : ACTIONS) {
                assertThat(composed(image, action, plan)).as(way + " " + action)
                        .isEqualTo(new StageScripts().script(image, action, plan, "nonce-1").text());
            }
        }
    }

    @Test
    void everyVariableIsDescribed() {
        for (Stage stage : Stages.all().values()) {
            assertThat(new RoleVariables(stage).descriptions()).as(stage.id()).isNotEmpty()
                    .allSatisfy((name, told) -> assertThat(told).as(name).isNotBlank());
        }
    }

    @Test
    void aValueIsNeverATemplate() {
        assertThat(YamlText.of("{{ lookup('pipe', 'id') }}", 0)).startsWith("!unsafe \"");
        assertThat(YamlText.of("a\nb\n", 0)).isEqualTo("|\n  a\n  b");
        assertThat(YamlText.of("one two  three ".repeat(20), 0).lines()).hasSizeGreaterThan(2)
                .allMatch(line -> line.length() < 140);
        assertThat(YamlText.of("say \"no\"", 0)).isEqualTo("\"say \\\"no\\\"\"");
    }
}
