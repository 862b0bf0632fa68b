package org.katagpu.remote.storage;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/** Folders and files on this machine that are their owner's alone, where the file system knows of such modes. */
public final class OwnFolder {
    private static final boolean POSIX = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private OwnFolder() {}

    /** Makes the folder (0700), and those above it, where missing; one that is there stays as it is. */
    public static void make(Path folder) throws IOException {
        Files.createDirectories(folder, attributes("rwx------"));
    }

    /** The same for a folder that is only ours: one made wider by an older wizard is narrowed, its files too. */
    public static void own(Path folder) throws IOException {
        make(folder);
        if (POSIX && !Files.isSymbolicLink(folder)) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            try (Stream<Path> inside = Files.list(folder)) {
                for (Path file : inside.filter(one -> Files.isRegularFile(one, LinkOption.NOFOLLOW_LINKS)).toList()) {
                    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
                }
            }
        }
    }

    /** What a new file of ours is made with (0600). */
    public static FileAttribute<?>[] ofFile() {
        return attributes("rw-------");
    }

    private static FileAttribute<?>[] attributes(String mode) {
        return POSIX
                ? new FileAttribute<?>[]{
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }
}
