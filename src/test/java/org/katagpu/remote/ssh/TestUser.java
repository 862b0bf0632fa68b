package org.katagpu.remote.ssh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ThreadLocalRandom;

/** A temporary account of this machine. */
public final class TestUser implements AutoCloseable {
    private final String name;
    private final String password;
    private final Path sudoers;

    private TestUser(String name, String password) {
        this.name = name;
        this.password = password;
        this.sudoers = Path.of("/etc/sudoers.d", name);
    }

    /** A new account; whoever makes it closes it. */
    public static TestUser create(String password, String shell) {
        String name = "kgwt" + Integer.toString(ThreadLocalRandom.current().nextInt(0x1000000, 0x7fffffff), 36);
        Commands.run("useradd", "--create-home", "--shell", shell, name);
        Commands.runWith(name + ":" + password + "\n", "chpasswd");
        return new TestUser(name, password);
    }

    public String name() {
        return name;
    }

    public String password() {
        return password;
    }

    public Path home() {
        return Path.of("/home", name);
    }

    /** Sets this user's own sudoers file; {@code USER} in it stands for the name. */
    public TestUser sudoers(String lines) {
        try {
            Path draft = Files.createTempFile("sudoers", name,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r--r-----")));
            Files.delete(draft);
            Files.writeString(draft, lines.replace("USER", name) + "\n");
            Commands.run("chmod", "0440", draft.toString());
            Commands.run("visudo", "-c", "-q", "-f", draft.toString());
            Commands.run("mv", draft.toString(), sudoers.toString());
            return this;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** May become root with the own password. */
    public TestUser sudoer() {
        return sudoers("USER ALL=(ALL:ALL) ALL");
    }

    /** Adds a line to {@code ~/.ssh/authorized_keys}. */
    public TestUser authorize(String publicKeyLine) {
        return writeHome(".ssh/authorized_keys", publicKeyLine + "\n");
    }

    public TestUser writeHome(String path, String text) {
        try {
            Path file = home().resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            Commands.run("chown", "-R", name + ":", home().toString());
            return this;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** A throwaway machine's users have the same numbers, so that its processes seem to be this user's. */
    private static boolean isOfThisMachine(ProcessHandle process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/ns/pid"))
                    .equals(Files.readSymbolicLink(Path.of("/proc/self/ns/pid")));
        } catch (IOException gone) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(sudoers);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        ProcessHandle.allProcesses().filter(process -> process.info().user().filter(name::equals).isPresent())
                .filter(TestUser::isOfThisMachine).forEach(ProcessHandle::destroyForcibly);
        Commands.run("userdel", "--force", "--remove", name);
    }
}
