package org.katagpu.setup;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A containerd of the test's own: Debian's daemon with root, state and socket in a folder of its own, ended and
 * wiped with {@link #close()}. Needs root, containerd, ctr and, to run containers, runc.
 */
public final class RealContainerd implements AutoCloseable {
    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

    private final Path folder;
    private final Process daemon;
    /** Folders of namespaces, in every hierarchy, that were there before. */
    private final Set<Path> cgroupsBefore = cgroups();

    private RealContainerd(Path folder, Process daemon) {
        this.folder = folder;
        this.daemon = daemon;
    }

    /** For what can be left out: skips the test with the reason where there is no containerd. */
    public static void assumeInstalled() {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/containerd")),
                "containerd is not installed: installer/test.sh installs it");
    }

    /** Candidates for what runc leaves behind: a folder named after the namespace, in each hierarchy or in the only one. */
    private static Set<Path> cgroups() {
        try (Stream<Path> all = Files.walk(CGROUPS, 2)) {
            return all.filter(Files::isDirectory).collect(Collectors.toSet());
        } catch (IOException | UncheckedIOException none) {
            return Set.of();
        }
    }

    /** The empty folders of namespaces this daemon had; rmdir takes no other. */
    private void removeCgroups(Set<String> namespaces) throws IOException {
        for (Path cgroup : cgroups()) {
            if (namespaces.contains(cgroup.getFileName().toString()) && !cgroupsBefore.contains(cgroup)) {
                try (Stream<Path> all = Files.walk(cgroup)) {
                    for (Path one : all.filter(Files::isDirectory).sorted(Comparator.reverseOrder()).toList()) {
                        Files.deleteIfExists(one);
                    }
                } catch (FileSystemException inUse) {
                    System.err.println("left, another test has it: " + inUse.getMessage());
                }
            }
        }
    }

    /** @param path folders put before the daemon's PATH, where it looks for shims */
    public static RealContainerd start(Path... path) throws IOException, InterruptedException {
        return start(ProcessBuilder::new, path);
    }

    /** @param within a command not yet started, for the words given: perhaps in namespaces of its own */
    public static RealContainerd start(Function<String[], ProcessBuilder> within, Path... path)
            throws IOException, InterruptedException {
        // Short: the path of a Unix socket has at most 107 bytes.
        Path folder = Files.createTempDirectory("kgctr");
        Files.writeString(folder.resolve("config.toml"), """
                version = 2
                root = "%1$s/root"
                state = "%1$s/state"
                disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.internal.v1.opt"]
                [grpc]
                  address = "%1$s/c.sock"
                [ttrpc]
                  address = "%1$s/c.sock.ttrpc"
                """.formatted(folder));
        ProcessBuilder command = within.apply(new String[]{"containerd", "--config",
            folder.resolve("config.toml").toString(), "--log-level", "warn"}).redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        String before = Arrays.stream(path).map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        command.environment().merge("PATH", before, (old, added) -> added.isEmpty()
                ? old
                : added + File.pathSeparator + old);
        RealContainerd started = new RealContainerd(folder, command.start());
        Instant latest = Instant.now().plusSeconds(30);
        while (started.run(List.of("ctr", "--address", started.address(), "version")).status() != 0) {
            if (!started.daemon.isAlive() || Instant.now().isAfter(latest)) {
                String log = Files.readString(folder.resolve("log"));
                started.close();
                throw new IllegalStateException("containerd does not start: " + log);
            }
            Thread.sleep(50);
        }
        return started;
    }

    /** Path of its socket, for {@code ctr --address}. */
    public String address() {
        return folder.resolve("c.sock").toString();
    }

    /** Where it keeps images and snapshots. */
    public Path root() {
        return folder.resolve("root");
    }

    public long pid() {
        return daemon.pid();
    }

    /** What a ctr command answered. @param text both its streams */
    public record Answer(int status, String text) {}

    /** Runs ctr in a namespace, whatever it answers. */
    public Answer ask(String namespace, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ctr", "--address", address(), "--namespace", namespace));
        Collections.addAll(command, arguments);
        return run(command);
    }

    /** Runs ctr in a namespace; its output. */
    public String ctr(String namespace, String... arguments) throws IOException, InterruptedException {
        Answer answer = ask(namespace, arguments);
        if (answer.status() != 0) {
            throw new IllegalStateException(String.join(" ", arguments) + ": " + answer.text());
        }
        return answer.text();
    }

    private Answer run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), text);
    }

    /** Ends the daemon and removes all it kept. Containers must have been removed before. */
    @Override
    public void close() throws IOException, InterruptedException {
        Set<String> namespaces = Set.copyOf(
                run(List.of("ctr", "--address", address(), "namespaces", "ls", "-q")).text().lines().toList());
        daemon.destroy();
        if (!daemon.waitFor(20, TimeUnit.SECONDS)) {
            daemon.destroyForcibly().waitFor();
        }
        for (String line : Files.readAllLines(Path.of("/proc/self/mounts")).reversed()) {
            String mount = line.split(" ")[1];
            if (mount.startsWith(folder + "/")) {
                run(List.of("umount", "--lazy", mount));
            }
        }
        removeCgroups(namespaces);
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(one);
            }
        }
    }
}
