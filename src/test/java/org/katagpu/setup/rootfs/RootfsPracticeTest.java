package org.katagpu.setup.rootfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.katagpu.practice.Persona;
import org.katagpu.practice.Sandbox;
import org.katagpu.setup.Action;
import org.katagpu.setup.Plan;
import org.katagpu.setup.StageScripts;

/** The check where not everything is chosen: it comes to a verdict and says what is missing. */
class RootfsPracticeTest {
    @TempDir
    private Path folder;

    static List<Persona> personas() {
        return List.of(Persona.KUNPENG_4GPU, Persona.KUNPENG_SHARED_GROUP);
    }

    @ParameterizedTest
    @MethodSource("personas")
    void theCheckComesToAVerdictOnPracticeMachines(Persona persona) throws Exception {
        RootfsChoice choice = RootfsChoice.NONE.withImage(persona == Persona.KUNPENG_4GPU
                ? "/opt/kata/share/kata-containers/kata-containers-confidential.img"
                : "/home/work/images/rootfs.img");
        try (Sandbox sandbox = Sandbox.create(persona, folder)) {
            Process bash = sandbox.shell().redirectErrorStream(true).start();
            try (OutputStream in = bash.getOutputStream()) {
                in.write(new StageScripts().script(new RootfsStage(), Action.CHECK, Plan.EMPTY.withRootfs(choice),
                        "nonce").text().getBytes(StandardCharsets.UTF_8));
            }
            String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(bash.waitFor()).as(said).isZero();
            assertThat(said).contains("state {\"state\":\"blocked\"").contains("rootfs.kernel_unchosen")
                    .doesNotContain("command not found");
        }
    }
}
