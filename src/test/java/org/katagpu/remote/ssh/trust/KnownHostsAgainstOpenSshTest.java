package org.katagpu.remote.ssh.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.katagpu.remote.ssh.trust.HostKeys.ED25519;
import static org.katagpu.remote.ssh.trust.HostKeys.RSA;
import static org.katagpu.remote.ssh.trust.HostKeys.line;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same hosts found as {@code ssh-keygen -F} finds, in files it hashed itself; the same fingerprints. */
@Tag("real")
class KnownHostsAgainstOpenSshTest {
    private static final List<String> HOSTS = List.of("gpu1", "GPU1", "gpu2", "a.lab", "b.lab", "10.0.0.7", "10.0.1.7");

    @TempDir
    Path home;

    private String run(int exit, String... command) throws Exception {
        Process process = new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor() == 0).as(said).isEqualTo(exit == 0);
        return said;
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpu1", "gpu?", "*", "*.lab,!b.lab", "!gpu1,*", "[gpu1]:2222", "[*]:2222",
        "gpu1,[gpu2]:2222",
        "10.0.*.7", "*,!*.lab", "GPU1", "[gpu1]:22", "[10.0.?.7]:2222,a.lab"})
    void findsTheSameHosts(String names) throws Exception {
        Path file = Files.createDirectories(home.resolve(".ssh")).resolve("known_hosts");
        Files.writeString(file, line("unrelated", RSA) + "\n" + line(names, ED25519) + "\n");
        KnownHosts known = new KnownHosts(home, home.resolve("none"));
        for (boolean hashed : List.of(false, true)) {
            if (hashed) {
                run(0, "ssh-keygen", "-q", "-H", "-f", file.toString());
            }
            for (String host : HOSTS) {
                for (int port : List.of(22, 2222)) {
                    String entry = new HostName(host, port).entry();
                    Process find = new ProcessBuilder("ssh-keygen", "-F", entry, "-f", file.toString())
                            .redirectErrorStream(true).start();
                    boolean theirs = new String(find.getInputStream().readAllBytes()).contains("ssh-ed25519");
                    find.waitFor();
                    // ssh itself looks for the bare name too where nothing is known of the port.
                    boolean mine = !known.preferredAlgorithms(host, port).isEmpty();
                    boolean bare = port != 22 && !known.preferredAlgorithms(host, 22).isEmpty();
                    assertThat(mine).as("%s in %s, hashed %s", entry, names, hashed).isEqualTo(theirs || bare);
                }
            }
        }
    }

    @Test
    void printsTheSameFingerprint() throws Exception {
        for (var key : List.of(ED25519, RSA, HostKeys.ECDSA)) {
            Files.writeString(home.resolve("key.pub"), line("", key).strip() + " comment\n");
            assertThat(run(0, "ssh-keygen", "-lf", "key.pub")).contains(" " + HostKey.of(key).fingerprint() + " ");
        }
    }
}
