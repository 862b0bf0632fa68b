package org.katagpu;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.katagpu.canary.Canary;
import org.katagpu.canary.Canary.Kind;
import org.katagpu.machine.ThrowawayMachine;

/**
 * A throwaway machine whose admin logs in with a key and a password, and becomes root with root's password; which keeps
 * a proxy's password and a registry's token of its own; and the admin's home from which it is reached.
 */
final class CanaryHost {
    static final List<String> CHOICES = List.of("rootfs.image=" + WholeMachine.GUEST, "rootfs.sizeGib=5",
            "rootfs.kernelTree=/srv/kernel", "rootfs.driver.file=" + WholeMachine.DRIVER,
            "rootfs.sources.packages=/srv/sources", "image.way=IMPORT", "image.archive.path=/srv/vllm-cvm.tar");
    /** Where the host's own admin has put them. */
    private static final List<String> OWN = List.of("/etc/environment", "/etc/dnf/dnf.conf",
            "/root/.docker/config.json",
            "/etc/containerd/certs.d/registry.example/hosts.toml");
    private static final String MADE = "plan-with-a-proxys-password.json";

    private final ThrowawayMachine machine;
    private final Canary canary;
    private final Path admin;
    private final long begun = Instant.now().toEpochMilli();

    CanaryHost(ThrowawayMachine machine, Canary canary, Path admin) throws IOException, InterruptedException {
        this.machine = machine;
        this.canary = canary;
        this.admin = Files.createDirectories(admin);
        for (Path place : List.of(home().resolve(".ssh"), temporary(), crashes())) {
            Files.createDirectories(place,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        // A program that has written nothing has no folder for it.
        Files.writeString(temporary().resolve("of-the-test"), "");
        key();
        account();
        ownSecrets();
    }

    private void key() throws IOException, InterruptedException {
        Path key = home().resolve(".ssh/id_ed25519");
        new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", canary.secret(Kind.KEY_PASSPHRASE), "-f",
                key.toString()).inheritIO().start().waitFor();
        Files.writeString(home().resolve(".ssh/config"),
                "Host host\n  HostName %s\n  Port %d\n  User admin\n  IdentityFile %s\n".formatted(machine.address(),
                        machine.port(), key));
        machine.write("/home/admin/.ssh/authorized_keys", Files.readAllBytes(Path.of(key + ".pub")), "600");
        machine.exec("chown -R admin: /home/admin/.ssh; chmod 700 /home/admin/.ssh");
    }

    private void account() {
        machine.write("/run/passwords", ("admin:" + canary.secret(Kind.SSH_PASSWORD) + "\nroot:"
                + canary.secret(Kind.SUDO_PASSWORD) + "\n").getBytes(StandardCharsets.UTF_8), "600");
        machine.exec("chpasswd </run/passwords; rm /run/passwords; "
                + "printf 'Match User admin\\n  AuthenticationMethods publickey,password\\n' "
                + ">>/etc/ssh/sshd_config.d/machine.conf; printf 'Defaults:admin rootpw\\n' >/etc/sudoers.d/rootpw; "
                + "pkill -HUP -o -x sshd; sleep 0.3");
    }

    private void ownSecrets() {
        String proxy = "http://proxyuser:" + canary.secret(Kind.PROXY_PASSWORD) + "@10.9.9.9:3128";
        machine.write("/etc/environment", "http_proxy=\"" + proxy + "\"\nHTTPS_PROXY=" + proxy + "\n");
        machine.write("/etc/dnf/dnf.conf", "[main]\nproxy=" + proxy + "\nproxy_username=proxyuser\nproxy_password="
                + canary.secret(Kind.PROXY_PASSWORD) + "\n");
        String token = canary.secret(Kind.REGISTRY_TOKEN);
        machine.write("/root/.docker/config.json", "{\"auths\":{\"registry.example\":{\"auth\":\""
                + Base64.getEncoder().encodeToString(("robot:" + token).getBytes(StandardCharsets.UTF_8)) + "\"}}}\n");
        machine.write("/etc/containerd/certs.d/registry.example/hosts.toml",
                "[host.\"https://registry.example\".header]\n  Authorization = \"Bearer " + token + "\"\n");
    }

    Path home() {
        return admin.resolve("home");
    }

    Path temporary() {
        return admin.resolve("tmp");
    }

    Path crashes() {
        return admin.resolve("crash");
    }

    List<Path> crashFiles() throws IOException {
        try (Stream<Path> files = Files.list(crashes())) {
            return files.toList();
        }
    }

    /** What another program of this account would write into. */
    Path rootsOwn() {
        return Path.of(System.getProperty("user.home"), ".config");
    }

    long begun() {
        return begun;
    }

    /** Its root, as seen from here. */
    Path root() {
        return Path.of("/proc", Long.toString(machine.init()), "root");
    }

    /** Whether the test, or the host's own admin, has put a secret there on purpose. */
    boolean ownSecret(Path file) {
        return file.endsWith(MADE) || OWN.stream().anyMatch(own -> file.equals(Path.of(root() + own)));
    }

    /** Of a process in a PID namespace of neither this machine nor the host: the container's. */
    boolean inGuest(String hit) {
        try {
            return Stream.of(Path.of("/proc/self"), Path.of("/proc", Long.toString(machine.init())))
                    .map(process -> process.resolve("ns/pid")).noneMatch(own -> {
                        try {
                            return hit.startsWith(Files.readSymbolicLink(own).toString());
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    });
        } catch (java.io.UncheckedIOException e) {
            return false;
        }
    }

    /** Of its own processes: {@code pid:[…]}. */
    String namespace() throws IOException {
        return Files.readSymbolicLink(Path.of("/proc", Long.toString(machine.init()), "ns/pid")).toString();
    }

    /** The key the wizard made for the server, as the guest has it. */
    String apiKey() {
        return machine
                .exec("for p in $(pgrep -f api_server); do { tr '\\0' '\\n' </proc/$p/environ || :; } 2>/dev/null | "
                        + "sed -n 's/^VLLM_API_KEY=//p'; done | head -n 1");
    }

    Path planWithProxyPassword() throws IOException {
        Path plan = home().resolve(MADE);
        ObjectNode choice = new ObjectMapper().createObjectNode();
        choice.putObject("image").putObject("mirrors").put("proxy", "http://u:" + canary.secret(Kind.TYPED_IN_THE_OPEN)
                + "@10.1.1.1:3128");
        Files.writeString(plan, choice.toString());
        return plan;
    }

    /** What is asked at the terminal, in its order. @param first whether the host's key is not known yet */
    List<List<String>> answers(boolean first) {
        List<List<String>> answers = new ArrayList<>();
        if (first) {
            answers.add(List.of("Is it the host's.*: ", "yes"));
        }
        answers.add(List.of("Passphrase of.* ", canary.secret(Kind.KEY_PASSPHRASE)));
        answers.add(List.of("(?i)password.* ", canary.secret(Kind.SSH_PASSWORD)));
        answers.add(List.of("(?i)password.* ", canary.secret(Kind.SUDO_PASSWORD)));
        return answers;
    }

    /** Runs a command of the command line at a terminal; what was shown there. */
    String cli(List<List<String>> answers, String... arguments) throws IOException, InterruptedException {
        return crashing("", answers, arguments);
    }

    /** @param words after which the program is made to crash; empty: not at all */
    String crashing(String words, List<List<String>> answers, String... arguments)
            throws IOException, InterruptedException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode job = json.createObjectNode().put("crash", words).put("seconds", 400);
        ArrayNode argv = job.putArray("argv");
        java("org.katagpu.Cli").forEach(argv::add);
        Arrays.stream(arguments).forEach(argv::add);
        environment().forEach(job.putObject("env")::put);
        ArrayNode asked = job.putArray("answers");
        answers.forEach(pair -> asked.addArray().add(pair.get(0)).add(pair.get(1)));
        ProcessBuilder terminal = new ProcessBuilder("python3", "-c",
                new String(CanaryHost.class.getResourceAsStream("/org/katagpu/canary/terminal.py").readAllBytes(),
                        StandardCharsets.UTF_8))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        Process process = terminal.start();
        try (var in = process.getOutputStream()) {
            in.write(json.writeValueAsBytes(job));
        }
        String shown = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return shown;
    }

    CanaryProcess window(Path folder) throws IOException {
        Files.createDirectories(folder);
        List<String> command = java("-Dglass.platform=Headless", "-Dprism.order=sw",
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
                "--add-exports=javafx.base/com.sun.javafx.event=ALL-UNNAMED", "org.katagpu.CanaryWindow");
        command.add("host");
        command.add(folder.toString());
        ProcessBuilder window = new ProcessBuilder(command).redirectErrorStream(true);
        window.environment().clear();
        window.environment().putAll(environment());
        return new CanaryProcess(window.start(), Arrays.stream(Kind.values())
                .collect(Collectors.toMap(Kind::name, canary::secret)), folder);
    }

    private Map<String, String> environment() {
        return Map.of("HOME", home().toString(), "PATH", "/usr/bin:/bin", "LC_ALL", "C.UTF-8", "TERM", "dumb");
    }

    private List<String> java(String... words) {
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow(),
                "-Duser.home=" + home(), "-Djava.io.tmpdir=" + temporary(), "-Djava.awt.headless=true",
                "-XX:ErrorFile=" + crashes().resolve("hs_err_%p.log"), "-XX:-CreateCoredumpOnCrash", "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp", System.getProperty("java.class.path")));
        command.addAll(Arrays.asList(words));
        return command;
    }
}
