package org.katagpu.canary;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Looks through files for a canary: names, link targets and contents. */
public final class FileSearch {
    private static final int PIECE = 4 << 20;

    private final Canary canary;
    private final Predicate<Path> leftOut;
    private long files;
    private long bytes;
    private final List<String> hits = new ArrayList<>();

    /** @param leftOut files and folders that are not looked at */
    public FileSearch(Canary canary, Predicate<Path> leftOut) {
        this.canary = canary;
        this.leftOut = leftOut;
    }

    public long files() {
        return files;
    }

    public long bytes() {
        return bytes;
    }

    /** Each {@code PATH: WHOSE}. */
    public List<String> hits() {
        return hits;
    }

    public FileSearch below(Path top) throws IOException {
        if (!Files.exists(top)) {
            return this;
        }
        Files.walkFileTree(top, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return leftOut.test(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!leftOut.test(file)) {
                    file(file, attributes);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
        return this;
    }

    private void file(Path file, BasicFileAttributes attributes) throws IOException {
        Set<String> found = new TreeSet<>(canary.in(file.getFileName().toString()));
        if (attributes.isSymbolicLink()) {
            found.addAll(canary.in(Files.readSymbolicLink(file).toString()));
        } else if (attributes.isRegularFile()) {
            try {
                found.addAll(content(file));
            } catch (IOException goneOrUnreadable) {
                return;
            }
        }
        files++;
        if (!found.isEmpty()) {
            hits.add(file + ": " + String.join(", ", found));
        }
    }

    /** Whose is in one file. */
    public Set<String> content(Path file) throws IOException {
        Set<String> found = new TreeSet<>();
        try (InputStream in = Files.newInputStream(file)) {
            String before = "";
            byte[] piece = in.readNBytes(PIECE);
            while (piece.length > 0) {
                bytes += piece.length;
                String text = before + Canary.latin(piece);
                found.addAll(canary.in(text));
                before = text.substring(Math.max(0, text.length() - canary.longest()));
                piece = in.readNBytes(PIECE);
            }
        }
        return found;
    }
}
