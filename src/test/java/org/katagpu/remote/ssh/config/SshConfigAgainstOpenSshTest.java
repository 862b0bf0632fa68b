package org.katagpu.remote.ssh.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same answers as OpenSSH's own client, on configurations put together at random. */
@Tag("real")
class SshConfigAgainstOpenSshTest {
    private static final List<String> HOSTS = List.of("gpu1", "gpu-01", "a.lab", "b.lab", "GPU1");
    private static final List<String> LINES = List.of("Host gpu1", "Host gpu*", "Host *", "Host *.lab !b.lab",
            "Host !gpu1 *", "Host=a.lab b.lab", "host \"gpu1\" gpu-??", "Match all", "  HostName 10.0.0.1",
            "HostName=%h.example", "\tHostName = \"x%%y.%h\"", "Port 2201", "port = 2202", "  PORT \"2203\"",
            "User admin",
            "User=root # why not", "  user 'an other'", "IdentityFile /k/one", "IdentityFile \"/k/t wo\"",
            "IdentityFile /k/three", "ServerAliveInterval 5", "# User comment", "", "ProxyJump bastion",
            "ProxyJump none", "ProxyJump root@a:1,b", "IdentitiesOnly yes", "IdentitiesOnly no", "HostKeyAlias one",
            "HostKeyAlias=two", "Match final all",
            "UserKnownHostsFile /k/kh1 /k/kh2", "UserKnownHostsFile none", "StrictHostKeyChecking yes",
            "PubkeyAuthentication no", "PasswordAuthentication no", "PasswordAuthentication yes",
            "KbdInteractiveAuthentication no", "RevokedHostKeys /k/revoked", "Include INCLUDED",
            "Include INCLUDED/../inc*");

    @TempDir
    Path home;

    @Test
    void agreesWithSshG() throws Exception {
        Random random = new Random(20_260_723);
        Path file = Files.createDirectories(home.resolve(".ssh")).resolve("config");
        Path included = home.resolve("included");
        SshConfig config = new SshConfig(new LocalAccount(home, System.getProperty("user.name"), "here", Map.of()));
        for (int i = 0; i < 150; i++) {
            Files.writeString(included, text(random, included, LINES.size() - 2));
            Files.writeString(file, text(random, included, LINES.size()));
            String host = HOSTS.get(random.nextInt(HOSTS.size()));
            HostOptions mine = HostOptions.of(host,
                    new ConfigReader(new LocalAccount(home, "", "", Map.of()), _ -> {}).read(), _ -> {});
            Map<String, List<String>> theirs = sshG(file, host);
            String about = Files.readString(file) + "\n-- included --\n" + Files.readString(included) + "\n-- " + host;
            Resolved resolved = config.withoutJumps(host);
            String hostName = resolved.target().address();
            assertThat(hostName).as(about).isEqualToIgnoringCase(theirs.get("hostname").getFirst());
            assertThat(mine.value("port").orElse("22")).as(about).isEqualTo(theirs.get("port").getFirst());
            assertThat(mine.value("user").orElse(System.getProperty("user.name"))).as(about)
                    .isEqualTo(theirs.get("user").getFirst());
            assertThat(mine.proxy().map(line -> line.first())).as(about)
                    .isEqualTo(Optional.ofNullable(theirs.get("proxyjump")).map(List::getFirst));
            assertThat(resolved.keyRules().identitiesOnly()).as(about)
                    .isEqualTo(theirs.get("identitiesonly").getFirst().equals("yes"));
            assertThat(resolved.trust().keyAlias()).as(about)
                    .isEqualTo(Optional.ofNullable(theirs.get("hostkeyalias")).map(List::getFirst));
            assertThat(resolved.trust().onlyKnown()).as(about)
                    .isEqualTo(theirs.get("stricthostkeychecking").getFirst().matches("yes|true"));
            assertThat(resolved.trust().revoked()).as(about).isEqualTo(Optional.ofNullable(
                    theirs.get("revokedhostkeys")).orElse(List.of()).stream().map(Path::of).toList());
            String files = theirs.getOrDefault("userknownhostsfile", List.of("none")).getFirst();
            if (files.startsWith("/k/") || files.equals("none")) {
                assertThat(resolved.trust().knownHosts()).as(about).isEqualTo(files.equals("none")
                        ? List.of()
                        : List.of(files.split(" ")).stream().map(Path::of).toList());
            }
            assertThat(resolved.login().methods().contains("publickey")).as(about)
                    .isEqualTo(!theirs.get("pubkeyauthentication").getFirst().matches("no|false"));
            assertThat(resolved.login().methods().contains("password")).as(about)
                    .isEqualTo(theirs.get("passwordauthentication").getFirst().equals("yes"));
            assertThat(resolved.login().methods().contains("keyboard-interactive")).as(about)
                    .isEqualTo(theirs.get("kbdinteractiveauthentication").getFirst().equals("yes"));
            if (!mine.identityFiles().isEmpty()) {
                assertThat(mine.identityFiles()).as(about).isEqualTo(theirs.get("identityfile"));
            }
        }
    }

    private static String text(Random random, Path included, int most) {
        return random.ints(12, 0, most).mapToObj(LINES::get)
                .map(line -> line.replace("INCLUDED/..", included.getParent()
                        .toString()).replace("INCLUDED", included.toString()))
                .collect(Collectors.joining("\n"));
    }

    private static Map<String, List<String>> sshG(Path file, String host) throws IOException, InterruptedException {
        Process ssh = new ProcessBuilder("ssh", "-G", "-F", file.toString(), host).redirectErrorStream(true).start();
        String said = new String(ssh.getInputStream().readAllBytes());
        assertThat(ssh.waitFor()).as(said).isZero();
        return said.lines().map(line -> line.split(" ", 2)).filter(words -> words.length == 2).collect(
                Collectors.groupingBy(words -> words[0], Collectors.mapping(words -> words[1], Collectors.toList())));
    }
}
