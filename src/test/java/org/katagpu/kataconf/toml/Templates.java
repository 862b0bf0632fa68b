package org.katagpu.kataconf.toml;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The configurations the tests work on: our own, and Kata's templates where they lie beside the project. */
public record Templates(String name, byte[] bytes) {
    private static final List<String> OURS = List.of("older-qemu.toml", "newer-qemu.toml", "odd.toml");

    public static Stream<Templates> all() {
        List<Templates> all = new ArrayList<>(OURS.stream().map(Templates::ours).toList());
        for (Path theirs : List.of(Path.of("../shared/kata-config"), Path.of("../../shared/kata-config"))) {
            if (!Files.isDirectory(theirs)) {
                continue;
            }
            try (Stream<Path> files = Files.walk(theirs)) {
                files.filter(file -> file.toString().endsWith(".toml")).sorted().forEach(file -> all.add(read(file)));
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        return all.stream();
    }

    public static Templates ours(String name) {
        try (InputStream in = Templates.class.getResourceAsStream("/kataconf/" + name)) {
            return new Templates(name, in.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Templates read(Path file) {
        try {
            return new Templates(file.getParent().getFileName() + "/" + file.getFileName(), Files.readAllBytes(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    public TomlDocument document() {
        try {
            return TomlDocument.read(bytes);
        } catch (org.katagpu.message.ProblemException unreadable) {
            throw new AssertionError(name, unreadable);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
