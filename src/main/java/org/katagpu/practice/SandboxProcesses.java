package org.katagpu.practice;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Finds the processes that were started in one sandbox, whatever became of their parents. */
final class SandboxProcesses {
    /** The variable that marks a sandbox's processes; its value is the sandbox's folder. */
    static final String MARK = "KATAGPU_SANDBOX";
    private static final long BETWEEN_LOOKS = 5_000_000;
    private static final Path PROC = Path.of("/proc");

    private final Path folder;

    SandboxProcesses(Path folder) {
        this.folder = folder;
    }

    List<ProcessHandle> running() {
        return ProcessHandle.allProcesses().filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(this::isOurs).toList();
    }

    /** Ends them all, at once and for certain; new ones that were being started meanwhile too. */
    void end() {
        for (List<ProcessHandle> left = running(); !left.isEmpty(); left = running()) {
            left.forEach(ProcessHandle::destroyForcibly);
            // Java waits for a process that is no child of its own by looking once a second.
            LockSupport.parkNanos(BETWEEN_LOOKS);
        }
    }

    private boolean isOurs(ProcessHandle process) {
        if (Files.isDirectory(PROC)) {
            return environment(process.pid()).filter(text -> text.contains(MARK + "=" + folder + "\0")).isPresent();
        }
        return process.info().command().filter(program -> program.startsWith(folder + "/")).isPresent();
    }

    /** Empty where the system does not tell, or not us: a process of another user, one just gone. */
    private static Optional<String> environment(long pid) {
        Path file = PROC.resolve(Long.toString(pid)).resolve("environ");
        try {
            return Files.isReadable(file)
                    ? Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1))
                    : Optional.empty();
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
