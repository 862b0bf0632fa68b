package org.katagpu.practice;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.practice.machine.Machine;
import org.katagpu.practice.machine.MachineTree;

/**
 * A practice machine made of files: {@code root/} is its file system, {@code bin/} all the commands it has. Scripts
 * that keep to {@code ${KATAGPU_ROOT}} and to commands on the PATH change nothing outside. Device nodes are plain
 * files, and open descriptors under {@code root/proc} are links into {@code root/dev}.
 */
public final class Sandbox implements AutoCloseable {
    /** What does not outlive a restart of the machine. */
    private static final List<String> VOLATILE = List.of("sys", "proc", "dev", "run", ".practice/pci",
            ".practice/modules", ".practice/bridges", ".practice/iptables", ".practice/netns", ".practice/mounted",
            ".practice/mounts");

    private final Persona persona;
    private final Path folder;
    private final Path bash;
    private final SandboxProcesses processes;

    private Sandbox(Persona persona, Path folder, Path bash) {
        this.persona = persona;
        this.folder = folder;
        this.bash = bash;
        this.processes = new SandboxProcesses(folder);
    }

    /** Why there can be no practice machine on this computer; empty where there can. */
    public static Optional<Problem> obstacle() throws InterruptedException {
        try {
            ToolBox.find();
            return Optional.empty();
        } catch (ProblemException missing) {
            return Optional.of(missing.problem());
        }
    }

    /**
     * Makes a new one; clears away those of programs that were killed before they could.
     *
     * @param parent an existing folder; the sandbox is a new folder in it
     */
    public static Sandbox create(Persona persona, Path parent) throws ProblemException, InterruptedException {
        ToolBox tools = ToolBox.find();
        Path folder = null;
        try {
            Leftovers.clear(parent.toRealPath());
            folder = Files.createTempDirectory(parent.toRealPath(), Leftovers.FOLDERS);
            Leftovers.claim(folder);
            Machine machine = persona.machine().get();
            new MachineTree(Files.createDirectory(folder.resolve("root"))).write(machine);
            new CommandStubs(tools, folder).install(machine);
            return new Sandbox(persona, folder, folder.resolve("bin/bash"));
        } catch (IOException failed) {
            ProblemException problem = new ProblemException(
                    Problem.of(Text.of("practice.folder", parent.toString(), String.valueOf(failed.getMessage())),
                            Text.of("practice.folder.next")),
                    failed);
            if (folder != null) {
                try {
                    delete(folder);
                } catch (IOException alsoFailed) {
                    problem.addSuppressed(alsoFailed);
                }
            }
            throw problem;
        }
    }

    public Persona persona() {
        return persona;
    }

    /**
     * As after a power cut: nothing runs any more, and all that lives in memory (devices and their drivers, {@code /run},
     * networks, tasks, mounts) is as when the machine was made; it is another boot.
     */
    public void restart() throws IOException {
        processes.end();
        Path fresh = Files.createDirectory(folder.resolve("fresh"));
        try {
            new MachineTree(fresh).write(persona.machine().get());
            for (String part : VOLATILE) {
                delete(root().resolve(part));
                if (Files.exists(fresh.resolve(part))) {
                    Files.move(fresh.resolve(part), root().resolve(part));
                }
            }
            Path boot = root().resolve("proc/sys/kernel/random/boot_id");
            Files.createDirectories(boot.getParent());
            Files.writeString(boot, UUID.randomUUID() + "\n");
        } finally {
            delete(fresh);
        }
    }

    /** All of it; for this user alone. */
    Path folder() {
        return folder;
    }

    /** What scripts know as {@code ${KATAGPU_ROOT}}. */
    public Path root() {
        return folder.resolve("root");
    }

    public Path bin() {
        return folder.resolve("bin");
    }

    public Path bash() {
        return bash;
    }

    /** The whole environment of a command in here; nothing of this program's own is handed on. */
    public Map<String, String> environment() {
        return Map.of("PATH", bin().toString(), "KATAGPU_ROOT", root().toString(), SandboxProcesses.MARK,
                folder.toString(), "HOME",
                root().resolve("root").toString(), "TMPDIR", root().resolve("tmp").toString(), "USER", "root",
                "LOGNAME", "root", "SHELL", bash.toString(), "LANG", "C.UTF-8");
    }

    /** A bash in here, not yet started. */
    public ProcessBuilder shell(String... arguments) {
        ProcessBuilder builder = new ProcessBuilder();
        builder.command().add(bash.toString());
        builder.command().addAll(List.of(arguments));
        builder.directory(root().resolve("root").toFile());
        builder.environment().clear();
        builder.environment().putAll(environment());
        return builder;
    }

    /**
     * Lets a part of the machine misbehave from now on; several faults add up.
     *
     * @param part a device ({@code 0000:3b:00.0}), or what {@link Fault} names for faults that are no device's
     */
    public void inject(String part, Fault fault) throws IOException {
        Files.writeString(root().resolve(".practice/faults/" + part), fault.line() + "\n",
                StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Takes all faults of a part back. */
    public void heal(String part) throws IOException {
        Files.deleteIfExists(root().resolve(".practice/faults/" + part));
    }

    /**
     * How long things take on the machine that only seem to work: builds, downloads, start-ups.
     *
     * @param unit what the shortest of them takes; zero for tests
     */
    public void pace(Duration unit) throws IOException {
        Files.writeString(root().resolve(".practice/pace"), Long.toString(unit.toMillis()));
    }

    /** The real processes that run in here. */
    public List<ProcessHandle> processes() {
        return processes.running();
    }

    /** Ends every process in here, then removes the folder. */
    @Override
    public void close() throws IOException {
        processes.end();
        delete(folder);
    }

    static void delete(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failed)
                    throws IOException {
                if (failed != null) {
                    throw failed;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
