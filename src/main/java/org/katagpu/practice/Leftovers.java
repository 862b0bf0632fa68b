package org.katagpu.practice;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Sandboxes of a program that was killed before it could close them. Each sandbox names its owner, the process and
 * when it started; one whose owner is gone is cleared away.
 */
final class Leftovers {
    static final String FOLDERS = "practice-";
    private static final String OWNER = "owner";
    private static final Pattern FORM = Pattern.compile("[0-9]{1,18} \\S*");

    private Leftovers() {}

    static void claim(Path sandbox) throws IOException {
        Files.writeString(sandbox.resolve(OWNER), nameOf(ProcessHandle.current()));
    }

    static void clear(Path parent) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, FOLDERS + "*")) {
            for (Path folder : folders) {
                Path owner = folder.resolve(OWNER);
                if (Files.isReadable(owner) && Files.isWritable(folder) && isGone(Files.readString(owner))) {
                    new SandboxProcesses(folder).end();
                    Sandbox.delete(folder);
                }
            }
        }
    }

    /** False for what is no owner of ours. */
    private static boolean isGone(String owner) {
        if (!FORM.matcher(owner).matches()) {
            return false;
        }
        Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(owner.split(" ")[0]));
        return process.map(Leftovers::nameOf).filter(owner::equals).isEmpty();
    }

    private static String nameOf(ProcessHandle process) {
        return process.pid() + " " + process.info().startInstant().map(Object::toString).orElse("");
    }
}
