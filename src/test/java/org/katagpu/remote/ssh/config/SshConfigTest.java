package org.katagpu.remote.ssh.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.remote.Target;

class SshConfigTest {
    @TempDir
    Path home;
    SshConfig config;

    @BeforeEach
    void folder() throws IOException {
        Files.createDirectories(home.resolve(".ssh"));
        config = new SshConfig(
                new LocalAccount(home, "me", "desk.example", Map.of("SSH_AUTH_SOCK", "/run/agent", "KEYS", "/keys")));
    }

    private void write(String text) throws IOException {
        Files.writeString(home.resolve(".ssh/config"), text);
    }

    private String label(String typed) throws ProblemException {
        return config.resolve(typed).target().label();
    }

    private List<String> jumps(String typed) throws ProblemException {
        return config.resolve(typed).target().jumps().stream().map(Target::label).toList();
    }

    private List<String> warnings(String typed) throws ProblemException {
        return config.resolve(typed).warnings().stream().map(Text::key).toList();
    }

    @Test
    void withoutAFileATypedNameStandsForItself() throws Exception {
        assertThat(label("gpu1")).isEqualTo("me@gpu1");
        assertThat(config.aliases()).isEmpty();
        assertThat(config.resolve("gpu1").warnings()).isEmpty();
        assertThat(config.resolve("gpu1").keyRules())
                .isEqualTo(new Resolved.KeyRules(Optional.of(Path.of("/run/agent")), false));
    }

    @ParameterizedTest
    @CsvSource({"root@gpu1:2222, root@gpu1:2222", "gpu1:2222, me@gpu1:2222", "ssh://root@gpu1:2222/, root@gpu1:2222",
        "2001:db8::1, me@2001:db8::1", "root@[2001:db8::1]:2222, root@[2001:db8::1]:2222",
        "a@corp@gpu1, a@corp@gpu1", "' gpu1 ', me@gpu1"})
    void formsOfATypedHost(String typed, String label) throws Exception {
        assertThat(label(typed)).isEqualTo(label);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpu1:0", "gpu1:65536", "gpu1:x", "", "root@", "[::1", "gpu1:"})
    void whatIsNoHostIsAProblem(String typed) {
        assertThatThrownBy(() -> config.resolve(typed)).isInstanceOf(ProblemException.class)
                .hasMessageContaining("sshconfig.host-form");
    }

    @Test
    void theFirstValueWinsAndWhatIsTypedGoesBefore() throws Exception {
        write("""
                Host gpu1
                    HostName 10.0.0.1
                    Port 2201
                Host gpu*
                    HostName wrong
                    User admin
                    Port 9
                Host *
                    User nobody
                """);
        assertThat(label("gpu1")).isEqualTo("admin@10.0.0.1:2201");
        assertThat(label("root@gpu1:22")).isEqualTo("root@10.0.0.1");
        assertThat(label("other")).isEqualTo("nobody@other");
    }

    @Test
    void spellingIsTolerated() throws Exception {
        write("""
                \uFEFFhost=gpu1 "gpu two"\r
                \tHOSTNAME = "10.0.0.1"  # a comment\r
                  port=2201\r
                  UnknownOption yes\r
                User="ad min"\r
                """);
        assertThat(label("gpu1")).isEqualTo("ad min@10.0.0.1:2201");
        assertThat(config.aliases()).containsExactly("gpu1", "gpu two");
        assertThat(warnings("gpu1")).isEmpty();
    }

    @Test
    void patternsAndExceptions() throws Exception {
        write("""
                Host *.lab !bad.lab
                  User lab
                Host gpu-??
                  User gpu
                """);
        assertThat(label("a.lab")).isEqualTo("lab@a.lab");
        assertThat(label("bad.lab")).isEqualTo("me@bad.lab");
        assertThat(label("gpu-01")).isEqualTo("gpu@gpu-01");
        assertThat(label("gpu-1")).isEqualTo("me@gpu-1");
    }

    @Test
    void aliasesAreTheNamesWithoutPatternsAlsoOfIncludedFiles() throws Exception {
        Files.createDirectories(home.resolve(".ssh/config.d"));
        Files.writeString(home.resolve(".ssh/config.d/10-b"), "Host b1 b? !b9\n");
        Files.writeString(home.resolve(".ssh/config.d/20-c"), "Host c1 a1\n");
        Files.writeString(home.resolve(".ssh/config.d/.hidden"), "Host no\n");
        write("Host a1 *\nInclude config.d/* missing/*\nHost d1\n");
        assertThat(config.aliases()).containsExactly("a1", "b1", "c1", "d1");
    }

    @Test
    void anIncludeInABlockHoldsForThatBlockOnlyAndTheBlockGoesOn() throws Exception {
        Files.writeString(home.resolve(".ssh/more"), "User inc\nHost b\n  Port 5\nHost *\n  HostName every\n");
        write("Host a\n  Include ~/.ssh/more\n  Port 7\n");
        assertThat(label("a")).isEqualTo("inc@every:7");
        assertThat(label("b")).isEqualTo("me@b");
    }

    @Test
    void filesThatIncludeEachOtherEnd() throws Exception {
        write("Include config\nUser admin\n");
        assertThat(label("gpu1")).isEqualTo("admin@gpu1");
        assertThat(warnings("gpu1")).contains("sshconfig.include-depth");
    }

    @Test
    void matchBlocksAreToldAndPassedOverExceptAll() throws Exception {
        write("Match host gpu1\n  User wrong\nMatch all\n  Port 2201\n");
        assertThat(label("gpu1")).isEqualTo("me@gpu1:2201");
        assertThat(config.resolve("gpu1").warnings()).containsExactly(
                Text.of("sshconfig.match", "~/.ssh/config:1", "host gpu1"));
    }

    @Test
    void tokensAreFilledIn() throws Exception {
        Files.createDirectories(home.resolve("k"));
        String key = "key-10.0.0.7-gpu7-2201-admin-me-desk.example-desk%";
        Files.writeString(home.resolve("k/" + key), "");
        write("""
                Host gpu7
                  HostName 10.0.0.7
                  Port 2201
                  User admin
                  IdentityFile %d/k/key-%h-%n-%p-%r-%u-%l-%L%%
                  IdentityFile ~/k/absent
                  IdentityFile ${NOWHERE}/x
                  IdentityFile /%Z/x
                  IdentityAgent ${KEYS}/agent
                Host short
                  HostName %h.example
                """);
        Resolved resolved = config.resolve("gpu7");
        assertThat(resolved.target().keyFiles()).containsExactly(home.resolve("k").resolve(key));
        assertThat(resolved.warnings()).extracting(Text::key).containsExactlyInAnyOrder("sshconfig.key-missing",
                "sshconfig.path", "sshconfig.path");
        assertThat(resolved.keyRules().agent()).contains(Path.of("/keys/agent"));
        assertThat(label("short")).isEqualTo("me@short.example");
    }

    @Test
    void severalKeysInOrderAndTheDefaultOnesWhereNoneAreNamed() throws Exception {
        for (String name : List.of("id_rsa", "id_ed25519", "work", "other")) {
            Files.writeString(home.resolve(".ssh").resolve(name), "");
        }
        write("Host a\n  IdentityFile ~/.ssh/work\nHost b\n  IdentityFile none\nHost a\n  IdentityFile ~/.ssh/other\n"
                + "  IdentityFile ~/.ssh/work\n");
        Path ssh = home.resolve(".ssh");
        assertThat(config.resolve("a").target().keyFiles()).containsExactly(ssh.resolve("work"), ssh.resolve("other"));
        assertThat(config.resolve("b").target().keyFiles()).isEmpty();
        assertThat(config.resolve("c").target().keyFiles()).containsExactly(ssh.resolve("id_ed25519"),
                ssh.resolve("id_rsa"));
    }

    @Test
    void agentRulesAreFoundForATargetMadeFromAnAlias() throws Exception {
        write("""
                Host gpu1
                  HostName 10.0.0.1
                  User admin
                  IdentitiesOnly yes
                  IdentityAgent "~/some folder/agent.sock"
                Host gpu2
                  HostName 10.0.0.2
                  IdentityAgent none
                """);
        assertThat(config.keyRules(config.resolve("gpu1").target()))
                .isEqualTo(new Resolved.KeyRules(Optional.of(home.resolve("some folder/agent.sock")), true));
        assertThat(config.keyRules(Target.of("10.0.0.1", 22, "root")).identitiesOnly()).isFalse();
        assertThat(config.resolve("gpu2").target().useAgent()).isFalse();
        assertThat(config.keyRules(config.resolve("gpu2").target()).agent()).isEmpty();
    }

    @Test
    void jumpHostsAreResolvedWithTheirOwnJumps() throws Exception {
        write("""
                Host gpu1
                  ProxyJump bastion
                Host bastion
                  HostName bastion.example
                  User hop
                  ProxyJump edge:2222
                Host edge
                  User first
                Host list
                  ProxyJump root@a:1,bastion
                Host direct
                  ProxyJump none
                Host direct
                  ProxyJump bastion
                """);
        assertThat(jumps("gpu1")).containsExactly("first@edge:2222", "hop@bastion.example");
        assertThat(jumps("list")).containsExactly("root@a:1", "hop@bastion.example");
        assertThat(jumps("direct")).isEmpty();
        assertThat(config.resolve("gpu1").target().jumps()).allMatch(hop -> hop.jumps().isEmpty());
    }

    @Test
    void jumpHostsInACircleAreAProblem() throws Exception {
        write("Host a\n  ProxyJump b\nHost b\n  ProxyJump a\n");
        assertThatThrownBy(() -> config.resolve("a")).isInstanceOfSatisfying(ProblemException.class,
                e -> assertThat(e.problem().what()).isEqualTo(Text.of("sshconfig.jump-loop", "a → b → a")));
        write("Host *\n  ProxyJump bastion\n");
        assertThatThrownBy(() -> config.resolve("gpu1")).hasMessageContaining("sshconfig.jump-loop");
    }

    @Test
    void aProxyCommandIsTold() throws Exception {
        write("Host gpu1\n  ProxyCommand nc %h %p\n  ProxyJump bastion\n");
        assertThat(warnings("gpu1")).containsExactly("sshconfig.proxy-command");
        assertThat(jumps("gpu1")).isEmpty();
    }

    @Test
    void wrongLinesAreToldAndPassedOver() throws Exception {
        write("Host gpu1\n  Port\n  Port many\n  User \"open\n  User admin\n");
        assertThat(label("gpu1")).isEqualTo("admin@gpu1");
        assertThat(warnings("gpu1")).containsExactlyInAnyOrder("sshconfig.no-value", "sshconfig.quote",
                "sshconfig.value");
    }

    @Test
    void anUnreadableFileIsToldAndTheRestGoesOn() throws Exception {
        Files.createDirectory(home.resolve(".ssh/config"));
        assertThat(label("gpu1")).isEqualTo("me@gpu1");
        assertThat(warnings("gpu1")).containsExactly("sshconfig.unreadable");
    }
}
