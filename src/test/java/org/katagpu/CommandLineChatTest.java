package org.katagpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.katagpu.attest.trust.Authority;
import org.katagpu.attest.trust.Issuer;
import org.katagpu.attest.trust.PinnedCertificates;
import org.katagpu.attest.trust.Trust;
import org.katagpu.cli.ExitCode;
import org.katagpu.practice.Fault;
import org.katagpu.setup.serve.ProvedOnly;

/** The admin's choice to ask only a proved machine holds at the terminal too, before the server's key is read. */
class CommandLineChatTest extends AbstractCommandLineTest {
    private static final String BUILT = """
            set -e
            image=$KATAGPU_ROOT/opt/kata/share/kata-containers/kata-containers-confidential.img
            mkdir "$KATAGPU_ROOT/mnt/image"
            mount -t ext4 -o loop,offset=1048576 -- "$image" "$KATAGPU_ROOT/mnt/image"
            touch "$KATAGPU_ROOT/mnt/image/usr/lib64/libcuda.so.560.35.05"
            umount "$KATAGPU_ROOT/mnt/image"
            rmdir "$KATAGPU_ROOT/mnt/image"
            """;

    private ExitCode chat(String... more) {
        String[] all = new String[more.length + 5];
        System.arraycopy(new String[]{"chat", "practice", "Hello?", "--password-file", password}, 0, all, 0, 5);
        System.arraycopy(more, 0, all, 5, more.length);
        return line.run(all);
    }

    private void serves() throws Exception {
        practice.sandbox().pace(Duration.ZERO);
        Process built = practice.sandbox().shell("-c", BUILT).redirectErrorStream(true).start();
        assertThat(new String(built.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).isEmpty();
        assertThat(built.waitFor()).isZero();
        assertThat(line.run("plan", "set", "practice", "gpu.devices=0000:3b:00.0", "image.way=REGISTRY",
                "serve.tls=ON")).as(line.both()).isEqualTo(ExitCode.DONE);
        assertThat(line.run("apply", "practice", "--yes", "--password-file", password)).as(line.both())
                .isEqualTo(ExitCode.DONE);
    }

    private Trust practiceTrust() {
        return new Trust(Authority.PRACTICE,
                List.of(new Issuer(practice.authority().root(), practice.authority().issuer())));
    }

    @Test
    void onlyAProvedMachineIsAskedWhereTheAdminChoseSo() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")));
        serves();
        assertThat(chat()).as(line.both()).isEqualTo(ExitCode.DONE);
        String answer = line.out();
        assertThat(answer).isNotBlank();

        // As the window keeps it.
        ProvedOnly kept = new ProvedOnly(line.config().resolve(ProvedOnly.FILE));
        kept.choose(true);
        assertThat(chat()).as("a practice machine is none of Huawei's").isEqualTo(ExitCode.BLOCKED);
        assertThat(line.out()).isEmpty();
        assertThat(line.err()).contains("this one is not proved", "[refused]", "--only-proved");
        line.trusts(practiceTrust());
        assertThat(chat()).as(line.both()).isEqualTo(ExitCode.DONE);
        assertThat(line.out()).isEqualTo(answer);

        practice.sandbox().inject(Fault.FIRMWARE, Fault.evidence("other-server"));
        assertThat(chat("--json")).as("the key of another server").isEqualTo(ExitCode.BLOCKED);
        assertThat(line.out()).isEmpty();
        practice.sandbox().heal(Fault.FIRMWARE);
        practice.sandbox().inject(Fault.FIRMWARE, Fault.noDevice());
        assertThat(chat()).as("no evidence").isEqualTo(ExitCode.BLOCKED);
        kept.choose(false);
        assertThat(chat()).as(line.both()).isEqualTo(ExitCode.DONE);
        assertThat(chat("--only-proved")).as("for this once").isEqualTo(ExitCode.BLOCKED);
        practice.sandbox().heal(Fault.FIRMWARE);
        assertThat(chat("--only-proved")).as(line.both()).isEqualTo(ExitCode.DONE);

        line.trusts(PinnedCertificates.load());
        withoutItsKey();
        assertThat(chat("--only-proved")).as("the key is not read before").isEqualTo(ExitCode.BLOCKED);
        assertThat(chat()).as("it cannot be").isEqualTo(ExitCode.FAILED);
    }

    /** The guest has lost the server's key: whoever reads it sends questions the server refuses. */
    private void withoutItsKey() throws Exception {
        try (Stream<Path> files = Files.walk(practice.sandbox().bin().getParent())) {
            List<Path> keys = files.filter(file -> file.endsWith("run/katagpu/key"))
                    .toList();
            assertThat(keys).hasSize(1);
            Files.delete(keys.getFirst());
        }
    }
}
