package org.katagpu.practice.machine;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Writes files below one folder. Paths are relative to it, with forward slashes. */
final class Tree {
    private final Path top;
    private final Set<Path> made = new HashSet<>();

    Tree(Path top) {
        this.top = top;
    }

    Path top() {
        return top;
    }

    void folder(String path) throws IOException {
        make(top.resolve(path));
    }

    void file(String path, String text) throws IOException {
        Path file = top.resolve(path);
        make(parentOf(file));
        Files.writeString(file, text);
    }

    void sparse(String path, long size, Map<Long, byte[]> bytes) throws IOException {
        folderOf(path);
        try (RandomAccessFile file = new RandomAccessFile(top.resolve(path).toFile(), "rw")) {
            file.setLength(size);
            for (Map.Entry<Long, byte[]> part : bytes.entrySet()) {
                file.seek(part.getKey());
                file.write(part.getValue());
            }
        }
    }

    void folderOf(String path) throws IOException {
        make(parentOf(top.resolve(path)));
    }

    /** One attribute, ended by a newline as sysfs does. */
    void attribute(String path, Object value) throws IOException {
        file(path, value + "\n");
    }

    /** A symbolic link whose target text is relative, as in sysfs; both paths are relative to the top. */
    void link(String path, String target) throws IOException {
        Path link = top.resolve(path);
        make(parentOf(link));
        Files.createSymbolicLink(link, parentOf(link).relativize(top.resolve(target)));
    }

    void absoluteLink(String path, String target) throws IOException {
        Path link = top.resolve(path);
        make(parentOf(link));
        Files.createSymbolicLink(link, top.resolve(target));
    }

    private Path parentOf(Path path) {
        Path parent = path.getParent();
        return parent == null ? top : parent;
    }

    private void make(Path folder) throws IOException {
        if (made.add(folder)) {
            Files.createDirectories(folder);
        }
    }
}
