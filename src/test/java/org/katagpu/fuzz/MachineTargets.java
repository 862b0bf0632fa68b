package org.katagpu.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.katagpu.chat.storage.ConversationStore;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.HostKeyQuestion;
import org.katagpu.remote.Questions;
import org.katagpu.remote.ssh.agent.AgentAnswers;
import org.katagpu.remote.ssh.agent.AgentException;
import org.katagpu.remote.ssh.config.LocalAccount;
import org.katagpu.remote.ssh.config.SshConfig;
import org.katagpu.remote.ssh.key.PrivateKeyFile;
import org.katagpu.remote.ssh.trust.HostKey;
import org.katagpu.remote.ssh.trust.KnownHosts;
import org.katagpu.remote.storage.RecentHosts;
import org.katagpu.setup.PlanStore;
import org.katagpu.setup.SetupReaders;
import org.katagpu.ui.frame.PreferencesStore;

/** What is read on the admin's own machine. Each reads a file of its own below the folder. */
final class MachineTargets implements AutoCloseable {
    private static final String ED25519 = "AAAAC3NzaC1lZDI1NTE5AAAAIJ7xkPXJXn1LGG6QGvGGzfv0gUqz4p8UHAhW0cgRzP0a";
    private static final Questions PASSPHRASE = new Questions() {
        @Override
        public HostKeyAnswer hostKey(HostKeyQuestion question) {
            return HostKeyAnswer.values()[0];
        }

        @Override
        public Optional<char[]> secret(SecretQuestion question) {
            return question.attempt() == 1 ? Optional.of("passphrase".toCharArray()) : Optional.empty();
        }
    };

    private final Path folder;
    private final AgentAnswers agent;

    MachineTargets(Path folder) throws IOException {
        this.folder = folder;
        this.agent = new AgentAnswers(folder.resolve("agent"));
    }

    List<Target> all() {
        return List.of(
                Target.bytes("known-hosts", this::knownHosts, "@revoked ", "@cert-authority ", "host.example ", "|1|",
                        "ssh-ed25519 " + ED25519, "[host.example]:22 ", "*", "!", ",", "?", "#", "\n")
                        .mayThrow(ProblemException.class),
                Target.bytes("ssh-config", this::sshConfig, "Host ", "Match all\n", "Match host x\n", "Include ",
                        "config", "HostName ", "Port ", "User ", "ProxyJump ", "IdentityFile ", "IdentityAgent ", "%h",
                        "%%", "%d", "${HOME}", "$SSH", "~/", "\"", "=", "\n", "UserKnownHostsFile ", "HostKeyAlias ",
                        "host.example")
                        .mayThrow(ProblemException.class),
                Target.bytes("private-key", this::privateKey, "-----BEGIN OPENSSH PRIVATE KEY-----\n",
                        "-----END OPENSSH PRIVATE KEY-----\n", "-----BEGIN PRIVATE KEY-----\n",
                        "-----BEGIN ENCRYPTED PRIVATE KEY-----\n", "-----BEGIN RSA PRIVATE KEY-----\n",
                        "-----END RSA PRIVATE KEY-----\n", "-----BEGIN EC PRIVATE KEY-----\n",
                        "-----END PRIVATE KEY-----\n", "Proc-Type: 4,ENCRYPTED\n",
                        "DEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF\n", "PuTTY-User-Key-File-3: ", "MIIEv",
                        "b3BlbnNzaC1rZXktdjEA", "////", "AAAA")
                        .mayThrow(ProblemException.class).believingLengths(),
                Target.bytes("agent-list", agent::identities, "\u0000\u0000\u0000\u0001", "ssh-rsa", "\u000c")
                        .mayThrow(AgentException.class),
                Target.bytes("agent-sign", agent::signature, "\u0000\u0000\u0000\u0001", "rsa-sha2-512", "\u000e")
                        .mayThrow(AgentException.class),
                Target.json("plan", input -> SetupReaders.plan(HostTargets.json(input)), "gpu", "devices", "serve"),
                Target.bytes("plan-file", this::planFile, "{", "}", "\"version\":", "\"gpu\":", "null")
                        .mayThrow(ProblemException.class),
                Target.bytes("recent-hosts", this::recentHosts, "[", "]", "{\"address\":", "\"port\":", "null", ","),
                Target.bytes("preferences", this::preferences, "{", "\"language\":", "\"zh\"", "\"theme\":", "null"),
                Target.bytes("conversations", this::conversations, "{", "\"messages\":", "null", "[", "\"role\":")
                        .mayThrow(ProblemException.class));
    }

    private Object knownHosts(byte[] input) throws IOException, ProblemException {
        Path home = Files.createDirectories(folder.resolve("home"));
        Path file = Files.createDirectories(home.resolve(".ssh")).resolve("known_hosts");
        Files.write(file, input);
        KnownHosts known = new KnownHosts(home, folder.resolve("none"));
        HostKey key = HostKey.of("ssh-ed25519", ED25519);
        return known.judge("host.example", 22, key).getClass().getSimpleName()
                + known.judge("192.0.2.1", 2222, key).getClass().getSimpleName()
                + known.preferredAlgorithms("host.example", 22).size() + Math.min(3, known.warnings().size());
    }

    private Object sshConfig(byte[] input) throws IOException, ProblemException {
        Path home = Files.createDirectories(folder.resolve("config-home"));
        Files.write(Files.createDirectories(home.resolve(".ssh")).resolve("config"), input);
        SshConfig config = new SshConfig(
                LocalAccount.of("Linux", home, "admin", "laptop", Map.of("HOME", home.toString())));
        config.aliases();
        var resolved = config.resolve("host.example");
        config.keyRules(resolved.target());
        return resolved.warnings().stream().map(warning -> warning.key()).distinct().toList()
                + "/" + resolved.target().jumps().size() + "/" + resolved.target().keyFiles().size();
    }

    private Object privateKey(byte[] input) throws IOException, ProblemException {
        Path file = Files.write(folder.resolve("key"), input);
        PrivateKeyFile key = new PrivateKeyFile(file);
        key.warning();
        try {
            return key.load("host", PASSPHRASE).getType();
        } catch (ProblemException told) {
            return told.problem().what().key();
        }
    }

    private Object planFile(byte[] input) throws IOException, ProblemException {
        Path own = Files.createDirectories(folder.resolve("plans"));
        clear(own);
        PlanStore store = new PlanStore(own);
        store.save("host", org.katagpu.setup.Plan.EMPTY, org.katagpu.setup.Plan.EMPTY);
        try (var files = Files.walk(own)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.write(file, input);
            }
        }
        return store.load("host").getClass();
    }

    private Object recentHosts(byte[] input) throws IOException {
        Path file = Files.write(Files.createDirectories(folder.resolve("recent")).resolve("hosts.json"), input);
        int listed = new RecentHosts(file).list().size();
        clear(file.getParent());
        return listed;
    }

    private Object preferences(byte[] input) throws IOException {
        Path own = Files.createDirectories(folder.resolve("preferences"));
        Files.write(own.resolve("preferences.json"), input);
        var read = new PreferencesStore(own).load(Locale.ENGLISH);
        clear(own);
        return read;
    }

    private Object conversations(byte[] input) throws IOException, ProblemException {
        Path own = Files.createDirectories(folder.resolve("conversations"));
        clear(own);
        Files.write(own.resolve("one.json"), input);
        return new ConversationStore(own).load().size();
    }

    private static void clear(Path own) throws IOException {
        try (var files = Files.walk(own)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
    }

    @Override
    public void close() throws IOException {
        agent.close();
    }

}
