package org.katagpu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.katagpu.attest.trust.PinnedCertificates;
import org.katagpu.attest.trust.Trust;
import org.katagpu.cli.Admin;
import org.katagpu.cli.CommandTree;
import org.katagpu.cli.ExitCode;
import org.katagpu.cli.Prompts;
import org.katagpu.message.Messages;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.Host;
import org.katagpu.remote.Questions;

/** The whole command line in a home of its own, as {@code Cli} wires it, with answers in place of a terminal. */
final class CommandLine implements AutoCloseable {
    private final LocalEnvironment around;
    private final Map<String, String> aliases = new LinkedHashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Supplier<Trust> trust = PinnedCertificates::load;
    private Optional<String> answer = Optional.of("yes");

    CommandLine() throws IOException {
        around = LocalEnvironment.temporary();
    }

    Path home() {
        return around.passing().orElseThrow();
    }

    Path config() {
        return around.folders().config();
    }

    /** Another face's connection to a host this one knows. */
    Host connect(String alias, Questions questions) throws ProblemException, InterruptedException {
        Admin admin = CliAdmin.of(around, Prompts.NONE, trust);
        return admin.connector().connect(admin.hosts().resolve(alias), questions);
    }

    /** An alias of the ssh configuration, beside those it has. */
    void knows(String alias, String address, int port, String user) throws IOException {
        aliases.put(alias, "Host %s\n  HostName %s\n  Port %d\n  User %s\n".formatted(alias, address, port, user));
        Path folder = Files.createDirectories(home().resolve(".ssh"));
        Files.writeString(folder.resolve("config"), String.join("", aliases.values()));
    }

    /** A line of the app's own known hosts. */
    void knowsKey(String known) throws IOException {
        Files.createDirectories(around.folders().config());
        Files.writeString(around.folders().knownHosts(), known + "\n");
    }

    Path passwordFile(String password) throws IOException {
        Path file = home().resolve("password");
        Files.writeString(file, password + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    /** What whoever sits there answers to every question; empty: nobody sits there. */
    void answers(Optional<String> given) {
        answer = given;
    }

    /** Whose machines are proved; Huawei's where nothing is said. */
    void trusts(Trust whose) {
        trust = () -> whose;
    }

    List<String> asked() {
        return asked;
    }

    ExitCode run(String... arguments) {
        out.reset();
        err.reset();
        Prompts prompts = new Prompts() {
            @Override
            public Optional<String> line(String prompt) {
                asked.add(prompt);
                return answer;
            }

            @Override
            public Optional<char[]> secret(String prompt) {
                asked.add(prompt);
                return answer.map(String::toCharArray);
            }
        };
        return CommandTree.of(new Messages(Locale.ENGLISH), () -> CliAdmin.of(around, prompts, trust)).run(
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8),
                arguments);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    String both() {
        return out() + "\n--\n" + err();
    }

    JsonNode json() throws IOException {
        return new ObjectMapper().readTree(out());
    }

    @Override
    public void close() throws IOException {
        around.close();
    }
}
