package org.katagpu.setup.kata;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.katagpu.kataconf.advice.Recommendation;
import org.katagpu.kataconf.advice.Recommendations;
import org.katagpu.kataconf.advice.SetupFacts;
import org.katagpu.kataconf.advice.Variant;
import org.katagpu.kataconf.change.History;
import org.katagpu.kataconf.change.SaveGuard;
import org.katagpu.kataconf.check.Inspector;
import org.katagpu.kataconf.schema.KataVersion;
import org.katagpu.kataconf.schema.KnownVersion;
import org.katagpu.kataconf.schema.Schema;
import org.katagpu.kataconf.toml.TomlDocument;
import org.katagpu.practice.Persona;
import org.katagpu.practice.Sandbox;
import org.katagpu.remote.LocalHost;
import org.katagpu.remote.Script;
import org.katagpu.setup.Action;
import org.katagpu.setup.Plan;

/** The whole way over the practice machines' configurations: recommended keys applied, saved, judged done, undone. */
class KataPracticeTest {
    @TempDir
    Path folder;

    private static String run(Sandbox sandbox, KataSave save, Action action) throws Exception {
        Script script = save == KataSave.NOTHING
                ? new KataRoot(sandbox.root()).script(new LocalHost(sandbox.root(), "root@practice",
                        sandbox.shell().environment()), Plan.EMPTY, action)
                : KataRoot.script(save, action);
        Process process = sandbox.shell("-s").redirectErrorStream(true).start();
        try (var to = process.getOutputStream()) {
            ByteArrayOutputStream payload = new ByteArrayOutputStream();
            script.payload().writeTo(payload);
            to.write(script.text().getBytes(StandardCharsets.UTF_8));
            to.write(payload.toByteArray());
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    @ParameterizedTest
    @CsvSource({"kunpeng-4gpu,V3_15,V3_15_0", "kunpeng-shared-group,CC_0_8_0,CC_0_8_0"})
    void recommendedSavedJudgedUndone(String machine, Variant variant, KnownVersion version) throws Exception {
        Persona persona = Persona.all().stream().filter(one -> one.id().equals(machine)).findFirst().orElseThrow();
        try (Sandbox sandbox = Sandbox.create(persona, folder)) {
            Path file = sandbox.root().resolve(KataRoot.ASKED.substring(1)).toRealPath();
            byte[] before = Files.readAllBytes(file);
            TomlDocument base = TomlDocument.read(before);
            KataVersion host = KataVersion.of(version);
            Inspector inspector = new Inspector(new Schema());
            assertThat(inspector.inspect(base, host)).noneMatch(fault -> fault.what().key().contains("syntax"));
            assertThat(run(sandbox, KataSave.NOTHING, Action.CHECK)).contains("\"state\":\"needed\"");

            List<Recommendation> all = Recommendations.of(base, new SetupFacts(524_288, 2, 20_000, variant, host));
            History history = new History(base);
            history.apply(Recommendations.applyAll(all));
            new SaveGuard().check(base, history.present(), history.intent());
            assertThat(Inspector.blocks(inspector.inspect(history.present(), host))).isFalse();
            KataFile read = new KataFile("", "", Sha256.of(before), before, List.of());
            run(sandbox, KataSave.edited(KataTarget.MAIN, read, history.present().bytes()), Action.APPLY);

            assertThat(Files.readAllBytes(file)).isEqualTo(history.present().bytes());
            assertThat(run(sandbox, KataSave.NOTHING, Action.CHECK)).contains("\"state\":\"done\"");
            run(sandbox, KataSave.NOTHING, Action.UNDO);
            assertThat(Files.readAllBytes(file)).isEqualTo(before);
        }
    }
}
