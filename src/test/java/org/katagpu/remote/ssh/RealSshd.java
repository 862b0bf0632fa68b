package org.katagpu.remote.ssh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.Host;
import org.katagpu.remote.HostKeyQuestion;
import org.katagpu.remote.Questions;
import org.katagpu.remote.Target;
import org.katagpu.remote.ssh.trust.HostKeyTrust;

/**
 * Debian's own OpenSSH server on a free loopback port, with its own configuration and host keys. Needs root. Everything
 * it makes on the machine (users, sudoers files) has a unique name and is gone after {@link #close()}.
 */
public final class RealSshd implements AutoCloseable {
    private static final Path SSHD = Path.of("/usr/sbin/sshd");

    private final Path folder;
    private final Map<String, String> settings;
    private final List<String> within;
    private final String address;
    private final int port;
    private final List<TestUser> users = new ArrayList<>();
    private List<String> hostKeys = List.of("ed25519", "ecdsa", "rsa");
    private Optional<Process> process = Optional.empty();

    private RealSshd(Path folder, int port, Map<String, String> settings, List<String> within, String address) {
        this.folder = folder;
        this.port = port;
        this.settings = settings;
        this.within = within;
        this.address = address;
    }

    /** For what can be left out: skips the test with the reason where no OpenSSH server was ever installed. */
    public static void assumeInstalled() {
        Assumptions.assumeTrue(Files.isExecutable(SSHD), SSHD + " is not installed: installer/test.sh installs it");
    }

    /** Passwords and keys by PAM, new host keys of ed25519, ECDSA and RSA. */
    public static RealSshd start() {
        return start(Map.of());
    }

    /** @param settings lines of sshd_config that replace or add to the default ones */
    public static RealSshd start(Map<String, String> settings) {
        return start(settings, List.of(), "127.0.0.1");
    }

    /**
     * @param within words before the server's command, such as those that enter namespaces
     * @param address it listens on and is reached at
     */
    public static RealSshd start(Map<String, String> settings, List<String> within, String address) {
        try {
            Files.createDirectories(Path.of("/run/sshd"));
            Path folder = Files.createTempDirectory("real-sshd",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
            RealSshd sshd = new RealSshd(folder, freePort(), settings, within, address);
            for (String type : sshd.hostKeys) {
                sshd.newHostKey(type);
            }
            try {
                sshd.resume();
            } catch (AssertionError deaf) {
                sshd.close();
                throw deaf;
            }
            return sshd;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public int port() {
        return port;
    }

    public String address() {
        return address;
    }

    /** A new account on this machine, removed with the server. */
    public TestUser user(String password) {
        return user(password, "/bin/bash");
    }

    public TestUser user(String password, String shell) {
        TestUser user = TestUser.create(password, shell);
        users.add(user);
        return user;
    }

    /** The line {@code type base64} of a host key; type is {@code ed25519}, {@code ecdsa} or {@code rsa}. */
    public String hostKey(String type) {
        try {
            String[] words = Files.readString(hostKeyFile(type).resolveSibling("host_" + type + ".pub")).split(" ");
            return words[0] + " " + words[1].strip();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Shows only these host keys from the next {@link #restart} on. */
    public RealSshd showHostKeys(String... types) {
        hostKeys = List.of(types);
        return this;
    }

    /** Makes a new key; takes effect with the next {@link #restart}. */
    public void newHostKey(String type) {
        try {
            Files.deleteIfExists(hostKeyFile(type));
            Commands.run("ssh-keygen", "-q", "-t", type, "-N", "", "-C", "test", "-f", hostKeyFile(type).toString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Path hostKeyFile(String type) {
        return folder.resolve("host_" + type);
    }

    /** Ends the server and every session of it, as a host that goes down. */
    public void stop() {
        process.ifPresent(server -> {
            // Stopped first: a client that reconnects at this moment must not get a session that outlives the server.
            Commands.run("kill", "-STOP", String.valueOf(server.pid()));
            List<ProcessHandle> sessions = server.descendants().toList();
            sessions.forEach(ProcessHandle::destroyForcibly);
            server.destroyForcibly();
            await("the server to end", () -> !server.isAlive());
        });
        process = Optional.empty();
    }

    /** Starts it (again) on the same port. */
    public void resume() {
        try {
            Path config = folder.resolve("sshd_config");
            Files.writeString(config, config());
            List<String> command = new ArrayList<>(within);
            command.addAll(List.of(SSHD.toString(), "-D", "-e", "-f", config.toString()));
            process = Optional.of(new ProcessBuilder(command)
                    .redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile()).start());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        await("sshd to listen, its log: " + log(), this::listens);
    }

    public void restart() {
        stop();
        resume();
    }

    /**
     * As this user, whose password answers every question, sudo's too.
     *
     * @param port of this server, or of a relay to it
     * @param folder for the known hosts
     */
    public Host connect(TestUser user, int port, Path folder) throws ProblemException, InterruptedException {
        return new SshConnector(new HostKeyTrust(folder, folder.resolve("known")))
                .connect(Target.of(address(), port, user.name()), new Questions() {
                    @Override
                    public HostKeyAnswer hostKey(HostKeyQuestion question) {
                        return HostKeyAnswer.ONCE;
                    }

                    @Override
                    public Optional<char[]> secret(SecretQuestion question) {
                        return Optional.of(user.password().toCharArray());
                    }
                });
    }

    /** Processes of the sessions now open, the privileged ones and the users' own. */
    public List<ProcessHandle> sessions() {
        return process.stream().flatMap(Process::descendants)
                .filter(child -> child.info().command().orElse("").contains("sshd")).toList();
    }

    /** Stops every session process with SIGSTOP: to the peer, a host that hangs. */
    public void freeze() {
        signalSessions("STOP");
    }

    public void thaw() {
        signalSessions("CONT");
    }

    private void signalSessions(String signal) {
        sessions().forEach(session -> Commands.run("sh", "-c", "kill -" + signal + " " + session.pid() + " || :"));
    }

    /** Kills the session processes: the kernel closes their connections at once. */
    public void dropConnections() {
        sessions().forEach(ProcessHandle::destroyForcibly);
    }

    public String log() {
        try {
            return Files.exists(folder.resolve("log")) ? Files.readString(folder.resolve("log")) : "";
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        List<AutoCloseable> parts = new ArrayList<>(List.of(this::thaw, this::stop));
        parts.addAll(users);
        parts.add(this::deleteFolder);
        AssertionError failed = null;
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception | AssertionError one) {
                failed = failed == null ? new AssertionError("not all of sshd could be cleared away") : failed;
                failed.addSuppressed(one);
            }
        }
        if (failed != null) {
            throw failed;
        }
    }

    private void deleteFolder() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        }
    }

    private String config() {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("Port", Integer.toString(port));
        lines.put("ListenAddress", address());
        lines.put("PidFile", folder.resolve("pid").toString());
        lines.put("UsePAM", "yes");
        lines.put("PasswordAuthentication", "yes");
        lines.put("KbdInteractiveAuthentication", "no");
        lines.put("PermitRootLogin", "yes");
        lines.put("UseDNS", "no");
        lines.put("PrintMotd", "no");
        lines.put("LogLevel", "VERBOSE");
        lines.put("StrictModes", "no");
        lines.put("MaxStartups", "100");
        lines.putAll(settings);
        StringBuilder text = new StringBuilder();
        lines.forEach((name, value) -> text.append(name).append(' ').append(value).append('\n'));
        hostKeys.forEach(type -> text.append("HostKey ").append(hostKeyFile(type)).append('\n'));
        return text.toString();
    }

    private boolean listens() {
        try (Socket probe = new Socket()) {
            probe.connect(new InetSocketAddress(InetAddress.getByName(address()), port), 500);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        long until = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new AssertionError("waited in vain for " + what);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", stopped);
            }
        }
    }
}
