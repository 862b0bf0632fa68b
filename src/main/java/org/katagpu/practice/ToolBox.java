package org.katagpu.practice;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;

/**
 * The real tools a sandbox may use, found on this machine: only those of a fixed list, none of which can reach
 * further than a file it is given.
 *
 * @param bash version 4.4 or later
 * @param tools name to program
 */
record ToolBox(Path bash, Map<String, Path> tools) {
    private static final List<String> REQUIRED = List.of("awk", "base64", "basename", "cat", "chmod", "cmp", "cp",
            "cut", "date", "dd", "dirname", "du", "env", "expr", "find", "flock", "grep", "gzip", "head", "ln", "ls",
            "mkdir",
            "mkfifo", "mktemp", "mv", "nohup", "od", "paste", "readlink", "realpath", "rm", "rmdir", "sed", "seq",
            "setsid", "sha256sum", "sha512sum", "sleep", "sort", "stat", "stdbuf", "sync", "tail", "tee", "timeout",
            "touch", "tr",
            "truncate", "uniq", "wc", "xargs");
    private static final List<String> OPTIONAL = List.of("comm", "cksum", "diff", "false", "fold", "getopt", "gunzip",
            "md5sum", "nice", "numfmt", "printf", "split", "tac", "tar", "test", "true", "zcat",
            "[");
    private static final List<Path> USUAL_PLACES = List.of(Path.of("/opt/homebrew/opt/coreutils/libexec/gnubin"),
            Path.of("/usr/local/opt/coreutils/libexec/gnubin"), Path.of("/opt/homebrew/bin"),
            Path.of("/usr/local/bin"), Path.of("/usr/bin"), Path.of("/bin"));
    private static final int PROBE_SECONDS = 5;

    static ToolBox find() throws ProblemException, InterruptedException {
        return find(System.getProperty("os.name", ""), Optional.ofNullable(System.getenv("PATH")).orElse(""));
    }

    static ToolBox find(String system, String path) throws ProblemException, InterruptedException {
        if (system.toLowerCase(Locale.ROOT).startsWith("windows")) {
            throw missing("practice.windows");
        }
        List<Path> places = places(path);
        Path bash = null;
        for (Path candidate : candidates("bash", places)) {
            if (says(candidate, "4.4 or later", "-c",
                    "((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 404)) && echo '4.4 or later'")) {
                bash = candidate;
                break;
            }
        }
        if (bash == null) {
            throw missing("practice.bash");
        }
        List<Path> stats = candidates("stat", places);
        if (stats.isEmpty() || !says(stats.getFirst(), "GNU coreutils", "--version")) {
            throw missing("practice.coreutils");
        }
        return new ToolBox(bash, tools(places));
    }

    private static Map<String, Path> tools(List<Path> places) throws ProblemException {
        Map<String, Path> tools = new LinkedHashMap<>();
        List<String> absent = new ArrayList<>();
        for (String name : REQUIRED) {
            List<Path> found = candidates(name, places);
            if (found.isEmpty()) {
                absent.add(name);
            } else {
                tools.put(name, found.getFirst());
            }
        }
        if (!absent.isEmpty()) {
            throw missing("practice.tools", String.join(", ", absent));
        }
        for (String name : OPTIONAL) {
            candidates(name, places).stream().findFirst().ifPresent(tool -> tools.put(name, tool));
        }
        return tools;
    }

    /** GNU tools kept apart come first, then the usual places, then what the user's PATH adds. */
    private static List<Path> places(String path) {
        List<Path> places = new ArrayList<>(USUAL_PLACES);
        for (String entry : path.split(File.pathSeparator)) {
            if (entry.startsWith("/") && !places.contains(Path.of(entry))) {
                places.add(Path.of(entry));
            }
        }
        return places;
    }

    private static List<Path> candidates(String name, List<Path> places) {
        return places.stream().map(place -> place.resolve(name))
                .filter(tool -> Files.isRegularFile(tool) && Files.isExecutable(tool)).toList();
    }

    private static boolean says(Path program, String words, String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null"))).start();
            try (var output = process.getInputStream()) {
                String said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
                return process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS) && said.contains(words);
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException notRunnable) {
            return false;
        }
    }

    private static ProblemException missing(String key, Object... arguments) {
        return new ProblemException(Problem.of(Text.of(key, arguments), Text.of(key + ".next")));
    }
}
