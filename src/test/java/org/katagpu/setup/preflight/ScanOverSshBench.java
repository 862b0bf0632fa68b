package org.katagpu.setup.preflight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.katagpu.setup.preflight.ScanBench.median;
import static org.katagpu.setup.preflight.ScanBench.milliseconds;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.host.NvidiaModels;
import org.katagpu.remote.Host;
import org.katagpu.remote.HostKeyQuestion;
import org.katagpu.remote.Questions;
import org.katagpu.remote.Target;
import org.katagpu.remote.ssh.RealSshd;
import org.katagpu.remote.ssh.SshConnector;
import org.katagpu.remote.ssh.TestUser;
import org.katagpu.remote.ssh.trust.HostKeyTrust;

/** A scan of this machine over a real sshd, against OpenSSH's client with the same script. Needs root. */
@Tag("bench")
class ScanOverSshBench {
    private static final int RUNS = 15;

    @TempDir
    Path folder;

    @Test
    void againstTheSshCommand() throws Exception {
        RealSshd.assumeInstalled();
        try (RealSshd sshd = RealSshd.start()) {
            TestUser user = sshd.user("only for this run");
            List<String> shared = client(sshd, user, "-oControlMaster=auto", "-oControlPersist=60",
                    "-oControlPath=" + folder.resolve("mux"));
            List<String> anew = client(sshd, user);
            String script = HostScanner.script("n", List.of(), List.of(), "io.containerd.kata.v2", false).text();
            List<Double> ours = new ArrayList<>();
            List<Double> warm = new ArrayList<>();
            List<Double> cold = new ArrayList<>();
            HostScanner scanner = new HostScanner(NvidiaModels.bundled(), InstantSource.system());
            try (Host host = new SshConnector(new HostKeyTrust(folder, folder.resolve("known")))
                    .connect(Target.of(sshd.address(), sshd.port(), user.name()), password(user))) {
                for (int run = -3; run < RUNS; run++) {
                    double scan = milliseconds(() -> {
                        assertThat(scanner.scan(host).facts().completed()).hasSize(9);
                        return null;
                    });
                    double plain = milliseconds(() -> ssh(shared, script));
                    double fresh = milliseconds(() -> ssh(anew, script));
                    if (run >= 0) {
                        ours.add(scan);
                        warm.add(plain);
                        cold.add(fresh);
                    }
                }
            } finally {
                new ProcessBuilder(with(shared, "-O", "exit")).redirectErrorStream(true)
                        .redirectOutput(folder.resolve("end").toFile()).start().waitFor();
            }
            double ratio = median(ours) / median(warm);
            System.out.printf("%-44s %8s %8s%n", "over sshd on loopback", "ms", "ratio");
            System.out.printf("%-44s %8.0f %8.2f%n", "our scan, open link, facts read", median(ours), 1.0);
            System.out.printf("%-44s %8.0f %8.2f%n", "ssh host bash -s, shared connection", median(warm), ratio);
            System.out.printf("%-44s %8.0f %8.2f%n", "ssh host bash -s, connecting each time", median(cold),
                    median(ours) / median(cold));
            assertThat(ratio).isLessThanOrEqualTo(1.3);
        }
    }

    private List<String> client(RealSshd sshd, TestUser user, String... options) throws Exception {
        Path key = folder.resolve("key");
        if (Files.notExists(key)) {
            new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString()).inheritIO().start()
                    .waitFor();
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
            user.authorize(Files.readString(folder.resolve("key.pub")).strip());
        }
        List<String> words = new ArrayList<>(List.of("ssh", "-F", "none", "-i", key.toString(), "-oBatchMode=yes",
                "-oIdentitiesOnly=yes", "-oStrictHostKeyChecking=no", "-oUserKnownHostsFile=" + folder.resolve("k"),
                "-oLogLevel=ERROR", "-p", String.valueOf(sshd.port()), "-l", user.name()));
        words.addAll(List.of(options));
        words.add(sshd.address());
        return words;
    }

    private static List<String> with(List<String> client, String... last) {
        List<String> words = new ArrayList<>(client);
        words.addAll(words.size() - 1, List.of(last));
        return words;
    }

    private Void ssh(List<String> client, String script) throws Exception {
        List<String> words = new ArrayList<>(client);
        words.addAll(List.of("bash", "-s"));
        Process process = new ProcessBuilder(words).redirectError(folder.resolve("errors").toFile()).start();
        try (var in = process.getOutputStream()) {
            in.write(script.getBytes(StandardCharsets.UTF_8));
        }
        byte[] told = process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).isZero();
        assertThat(told.length).isGreaterThan(1000);
        return null;
    }

    private static Questions password(TestUser user) {
        return new Questions() {
            @Override
            public HostKeyAnswer hostKey(HostKeyQuestion question) {
                return HostKeyAnswer.ONCE;
            }

            @Override
            public Optional<char[]> secret(SecretQuestion question) {
                return question.kind() == SecretKind.LOGIN_PASSWORD
                        ? Optional.of(user.password().toCharArray())
                        : Optional.empty();
            }
        };
    }
}
