package org.katagpu.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.katagpu.job.JobReaders;

/** What scripts read on the host, as root. */
final class BashTargets implements AutoCloseable {
    private static final String COMMAND = "a[$(touch $CANARY)]";
    private static final List<String> IMAGE = List.of("image/record",
            "image/json", "image/look", "image/store", "image/archive");

    private final Path folder;
    private final List<BashReader> readers = new ArrayList<>();

    BashTargets(Path folder) {
        this.folder = folder;
    }

    List<Target> all() throws IOException {
        BashReader control = bash("control", List.of("scan"));
        return List.of(target("number", List.of("control"), "0", "08", "999999999999999999", "-", "x", "16#"),
                Target.bytes("bash-control", new Asked(control, output -> told(output, 5)),
                        "\u001ekatagpu 0123456789abcdef ",
                        "\\", "\"", "\u0085", "\u007f", "fact {}", COMMAND, "\u0001"),
                target("record", List.of("record"), "end=", "=", "format=1", "]", "[",
                        "@"),
                target("net-json", List.of("network/json"), "{\"", "\":", "[", "]", "}",
                        ",", "\"subnet\":\"10.88.0.0/16\"", "\\\"", "\\u0000", "1.5e3", "null"),
                target("image-json", IMAGE, "{\"", "\":", "[", "]", "}", ",", "\\\"", "\\\\", "\"Config\":\"",
                        "RepoTags"),
                target("image-archive", IMAGE, "manifest.json", "index.json", "../", "ustar", "././@LongLink",
                        "0000644",
                        "\0\0\0\0\0\0\0\0", "\"RepoTags\":[\""),
                target("subnet", List.of("network/json", "network/subnet"),
                        "/",
                        ".", "255", "08", "10.88.0.0/16", "/0", "/32"),
                target("trust", List.of("scan", "trust", "fetch"), "/", "..",
                        "/proc/self/",
                        "/usr/bin", ":", "/tmp", "sh", "http://", "@", "-"),
                target("job", List.of("job/lib"), "@@", "\n", "- ", "/../", "host", "1", "-1", " "));
    }

    /** What the shell takes counts, not what waiting for it does. */
    private record Asked(BashReader bash, Function<byte[], Object> outcome) implements Reader {
        @Override
        public Object read(byte[] input) throws Exception {
            return outcome.apply(bash.read(input));
        }

        @Override
        public long elsewhere() {
            return bash.last() * 1_000_000;
        }
    }

    private BashReader bash(String name, List<String> libraries) throws IOException {
        BashReader reader = new BashReader(folder.resolve(name), name, libraries);
        readers.add(reader);
        return reader;
    }

    private Target target(String name, List<String> libraries, String... tokens) throws IOException {
        BashReader reader = bash(name, libraries);
        List<String> all = new ArrayList<>(List.of(tokens));
        all.add(COMMAND);
        return Target.bytes("bash-" + name, new Asked(reader, BashTargets::coarse), all.toArray(String[]::new));
    }

    private static String coarse(byte[] output) {
        String text = new String(output, StandardCharsets.UTF_8).replaceAll("[0-9]+", "0");
        return text.substring(0, Math.min(60, text.length()));
    }

    /** Control lines, each on its own and each JSON: nothing else came of a text. */
    private static Object told(byte[] output, int lines) {
        Object read = JobReaders.log(output);
        if (!read.equals(lines * 1_000L)) {
            throw new IllegalStateException(read + " for " + new String(output, StandardCharsets.UTF_8));
        }
        return read;
    }

    @Override
    public void close() {
        readers.forEach(BashReader::close);
    }
}
