package org.katagpu.kataconf.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which keys each version's own templates carry, active or commented out, read line by line without the wizard's reader.
 * Its {@code main} writes {@code kataconf/template-keys.tsv} anew from a folder of templates; a test holds that file
 * against the templates, and the schema against that file.
 */
final class TemplateKeys {
    static final Path RESOURCE = Path.of("src/test/resources/kataconf/template-keys.tsv");
    private static final Pattern HEADER = Pattern.compile("^\\[{1,2}([^]]+)]{1,2}\\s*$");
    private static final Pattern KEY = Pattern.compile("^(#?)\\s*([a-z][a-z0-9_]*)\\s*=\\s*(\\S.*)$");
    private static final String HEAD = """
            # The keys each version's own templates carry: written by TemplateKeys from Kata's configuration templates.
            version\tkind\tkey\tactive
            """;

    private TemplateKeys() {}

    public static void main(String[] arguments) throws IOException {
        Path templates = folder().orElseThrow(() -> new IllegalStateException("no templates beside the project"));
        Files.writeString(RESOURCE, of(templates));
    }

    static Optional<Path> folder() {
        return Stream.of(Path.of("../shared/kata-config"), Path.of("../../shared/kata-config"))
                .filter(Files::isDirectory).findFirst();
    }

    static String of(Path folder) {
        Collection<String> lines = new TreeSet<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(file -> file.toString().matches(".*\\.toml(\\.in)?")).forEach(file -> read(file, lines));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        // Active in one template is active.
        lines.removeIf(line -> line.endsWith("\tno") && lines.contains(line.replaceAll("no$", "yes")));
        return HEAD + String.join("\n", lines) + "\n";
    }

    private static void read(Path file, Collection<String> lines) {
        String version = file.getParent().getFileName().toString();
        String column = version.endsWith("-runtime-rs") ? "rs-" + version.replace("-runtime-rs", "") : version;
        String kind = "";
        for (String line : lines(file)) {
            Matcher header = HEADER.matcher(line);
            Matcher key = KEY.matcher(line);
            if (header.matches()) {
                kind = kind(header.group(1), line.startsWith("[["));
            } else if (key.matches() && !kind.isEmpty()) {
                boolean commented = !key.group(1).isEmpty();
                if (!commented || isValue(key.group(3))) {
                    lines.add(column + "\t" + kind + "\t" + key.group(2) + "\t" + (commented ? "no" : "yes"));
                }
            }
        }
    }

    /** A commented-out line is a key if what follows its "=" is a value, and not prose. */
    private static boolean isValue(String text) {
        return text.matches("(?:true|false|-?\\d+|\"[^\"]*\"|\\[.*]|@\\w+@)\\s*(?:#.*)?");
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String kind(String header, boolean element) {
        String[] part = header.split("\\.");
        return switch (part[part.length - 1]) {
            case "guest_extension_images" -> "guestExtensionImage";
            case "mem_agent" -> "memAgent";
            case "factory" -> part.length == 1 ? "factory" : "vmFactory";
            default -> element ? "" : part[0];
        };
    }
}
