package org.katagpu.remote.ssh.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.message.Messages;
import org.katagpu.message.Text;
import org.katagpu.remote.Target;

/** Configurations from the field: every option that decides trust, identity or route is followed or named. */
class SshConfigCasesTest {
    private static final Path CASES = Path.of("src/test/resources/cases");

    @TempDir
    Path home;
    @TempDir
    Path system;
    SshConfig config;

    @BeforeEach
    void folder() throws IOException {
        Files.createDirectories(home.resolve(".ssh"));
        config = new SshConfig(new LocalAccount(home, "me", "desk.example", Map.of("HOME", home.toString()),
                Optional.of(system)));
    }

    private void write(String text) throws IOException {
        Files.writeString(home.resolve(".ssh/config"), text);
    }

    private void useCase(String name) throws IOException {
        Files.copy(CASES.resolve(name).resolve("config"), home.resolve(".ssh/config"));
    }

    private List<String> jumps(String typed) throws Exception {
        return config.resolve(typed).target().jumps().stream().map(Target::label).toList();
    }

    private List<String> warnings(String typed) throws Exception {
        Messages words = new Messages(Locale.ENGLISH);
        return config.resolve(typed).warnings().stream().map(words::get).toList();
    }

    @Test
    void tokensInProxyJumpAreExpanded() throws Exception {
        useCase("ssh-jump-tokens");
        assertThat(jumps("db.corp.example")).containsExactly("alice@gw.example.net:2022");
        assertThat(jumps("node-7")).containsExactly("me@gw-node-7.example.net");
        assertThat(config.resolve("node-7").target().label()).isEqualTo("me@node-7.lab.example");
    }

    @Test
    void aTokenOfAJumpHostThatIsNotKnownIsAProblemNotAName() throws Exception {
        write("Host a\n  ProxyJump gw-%Q.example\n");
        assertThatThrownBy(() -> config.resolve("a")).hasMessageContaining("sshconfig.jump-token");
    }

    @Test
    void everyOptionThatDecidesTrustIdentityOrRouteIsFollowedOrNamed() throws Exception {
        useCase("ssh-ignored-options");
        Files.createDirectories(home.resolve(".ssh/conf.d"));
        Files.copy(CASES.resolve("ssh-ignored-options/conf.d/a"), home.resolve(".ssh/conf.d/a"));
        assertThat(config.resolve("inc").target().address()).as("Include ${HOME}").isEqualTo("192.0.2.77");
        Resolved gpu = config.resolve("gpu");
        assertThat(gpu.trust().knownHosts()).startsWith(home.resolve(".ssh/known_hosts_gpu"))
                .doesNotContain(home.resolve(".ssh/known_hosts"));
        assertThat(gpu.trust().onlyKnown()).isTrue();
        assertThat(gpu.login().methods()).containsExactly("password");
        assertThat(warnings("gpu")).anyMatch(text -> text.contains("CertificateFile ~/.ssh/gpu-cert.pub"))
                .anyMatch(text -> text.contains("Match host"));
    }

    @Test
    void tokensOfAnIdentityFileAreThoseOfSsh() throws Exception {
        useCase("ssh-ignored-options");
        Object uid = Files.getAttribute(home, "unix:uid");
        for (String name : List.of("k_", "k_" + uid, "k_tok", "me@tok")) {
            Files.writeString(home.resolve(".ssh").resolve(name), "");
        }
        String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(
                "desk.exampletok22me".getBytes(StandardCharsets.US_ASCII)));
        Files.writeString(home.resolve(".ssh").resolve(hash), "");
        assertThat(config.resolve("tok").target().keyFiles()).extracting(path -> path.getFileName().toString())
                .containsExactly(hash, "k_" + uid, "k_tok", "k_", "me@tok");
    }

    @Test
    void whatIsNotFollowedIsNamedEachOptionOnce() throws Exception {
        write("""
                Host a
                  CanonicalizeHostname yes
                  KnownHostsCommand /bin/true
                  BindAddress 10.0.0.9
                  AddressFamily inet6
                  GSSAPIAuthentication yes
                  StrictHostKeyChecking accept-new
                  VerifyHostKeyDNS no
                  ForwardAgent yes
                """);
        assertThat(config.resolve("a").warnings()).extracting(Text::key).containsExactlyInAnyOrder(
                "sshconfig.not-followed.route", "sshconfig.not-followed.route", "sshconfig.not-followed.route",
                "sshconfig.not-followed.trust", "sshconfig.not-followed.identity", "sshconfig.stricter");
    }

    @Test
    void theMachinesOwnConfigurationCountsAfterTheAdmins() throws Exception {
        Files.createDirectories(system.resolve("conf.d"));
        Files.writeString(system.resolve("ssh_config"), "Include conf.d/*\nHost *\n  Port 2200\n  User all\n"
                + "  GSSAPIAuthentication yes\n");
        Files.writeString(system.resolve("conf.d/50-site"),
                "Match final all\n  Ciphers aes256-ctr\n  RevokedHostKeys /etc/revoked\n");
        write("Host a\n  Port 2201\n");
        Resolved a = config.resolve("a");
        assertThat(a.target().label()).isEqualTo("all@a:2201");
        assertThat(a.warnings()).as("what distributions set for everybody is no news").isEmpty();
        assertThat(a.trust().revoked()).containsExactly(Path.of("/etc/revoked"));
        assertThat(a.trust().knownHosts()).containsExactly(home.resolve(".ssh/known_hosts"),
                home.resolve(".ssh/known_hosts2"), system.resolve("ssh_known_hosts"),
                system.resolve("ssh_known_hosts2"));
    }

    @Test
    void filesOfTrustAreThoseTheConfigurationNames() throws Exception {
        write("""
                Host a
                  UserKnownHostsFile ~/one "%d/two words" none
                  GlobalKnownHostsFile /dev/null
                  RevokedHostKeys ${HOME}/revoked
                  HostKeyAlias vm-a
                """);
        assertThat(config.resolve("a").trust()).isEqualTo(new TrustRules(Optional.of("vm-a"),
                List.of(home.resolve("one"), home.resolve("two words"), Path.of("/dev/null")),
                List.of(home.resolve("revoked")), false));
        assertThat(config.trustRules(config.resolve("b").target()).keyAlias()).isEmpty();
        assertThat(config.trustRules(config.resolve("a").target()).keyAlias()).contains("vm-a");
    }

    @Test
    @Timeout(10)
    void filesThatIncludeEachOtherCostNoMoreThanTheyAre() throws Exception {
        for (int i = 0; i < 17; i++) {
            Files.writeString(home.resolve(".ssh/f" + i), ("Include f" + (i + 1) + "\n").repeat(2) + "Host h" + i
                    + "\n  Port 22" + (10 + i) + "\n");
        }
        write("Include f0\nInclude f0\nUser admin\n");
        assertThat(config.resolve("gpu1").target().label()).isEqualTo("admin@gpu1");
        assertThat(warnings("gpu1")).anyMatch(text -> text.contains("512"));
        for (int i = 0; i < 30; i++) {
            Files.writeString(home.resolve(".ssh/g" + i), "Include g*\n");
        }
        write("Include g*\nUser admin\n");
        assertThat(config.resolve("gpu1").target().label()).isEqualTo("admin@gpu1");
    }

    @Test
    void aChainOfSixteenIsReadAndNoMore() throws Exception {
        for (int i = 1; i <= 20; i++) {
            Files.writeString(home.resolve(".ssh/c" + i), "Include c" + (i + 1) + "\nHost d" + i + "\n");
        }
        write("Include c1\n");
        assertThat(config.aliases()).contains("d16").doesNotContain("d17");
    }
}
