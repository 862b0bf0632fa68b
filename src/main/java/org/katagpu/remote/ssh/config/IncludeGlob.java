package org.katagpu.remote.ssh.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files an {@code Include} names, in the order of glob(3): hidden ones only where the pattern says the dot. */
final class IncludeGlob {
    private static final Pattern WILD = Pattern.compile("[*?\\[]");

    private IncludeGlob() {}

    /** @param pattern with {@code /} between its parts, relative to {@code from} or absolute */
    static List<Path> files(Path from, String pattern) throws IOException {
        Stream<Path> found = Stream.of(start(from, pattern));
        try {
            for (String part : pattern.split("/")) {
                if (!part.isEmpty() && !part.matches("[A-Za-z]:")) {
                    found = found.flatMap(folder -> below(folder, part));
                }
            }
            return found.filter(Files::isRegularFile).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Path start(Path from, String pattern) {
        if (pattern.matches("[A-Za-z]:/.*")) {
            return Path.of(pattern.substring(0, 3));
        }
        return pattern.startsWith("/") ? from.toAbsolutePath().getRoot() : from;
    }

    private static Stream<Path> below(Path folder, String part) {
        if (!WILD.matcher(part).find()) {
            return Stream.of(folder.resolve(part)).filter(Files::exists);
        }
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        PathMatcher matcher = folder.getFileSystem()
                .getPathMatcher("glob:" + part.replace("{", "\\{").replace("}", "\\}"));
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> matcher.matches(entry.getFileName()))
                    .filter(entry -> part.startsWith(".") || !entry.getFileName().toString().startsWith(".")).sorted()
                    .toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
