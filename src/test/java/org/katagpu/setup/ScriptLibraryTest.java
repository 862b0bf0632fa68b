package org.katagpu.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a script calls is in it when it is sent, once; what a text says it needs is there and of use. */
class ScriptLibraryTest {
    private static final Path SETUP = Path.of("src/main/resources/setup");
    private static final Pattern DEFINED = Pattern.compile("^([a-z_][a-z0-9_]*)\\(\\) [{(]", Pattern.MULTILINE);
    /** A word of its own: neither a path's, nor a variable's, nor an id's part, nor one that is assigned. */
    private static final Pattern WORD = Pattern.compile("(?<![\\w$./{-])([a-z_][a-z0-9_]*)(?![\\w=(.-])");
    private static final Pattern SET = Pattern.compile("(?<![\\w$])([A-Z][A-Z0-9_]+)(?=\\b)");
    private static final Pattern USED = Pattern.compile("\\$\\{?[#!]?([A-Z][A-Z0-9_]+)");

    /** Path under setup → its text without comments. */
    private static final Map<String, String> TEXTS = new TreeMap<>();

    @BeforeAll
    static void read() throws IOException {
        try (Stream<Path> files = Files.walk(SETUP)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".sh")).toList()) {
                String name = SETUP.relativize(file).toString();
                // A runbook and the keeper of a run's order are whole by themselves.
                if (!name.startsWith("export/") && !name.startsWith("run/")) {
                    TEXTS.put(name, Files.readString(file).lines().map(line -> line.replaceFirst("(^|\\s)#.*$", ""))
                            .collect(Collectors.joining("\n")));
                }
            }
        }
    }

    private static boolean isLibrary(String part) {
        return part.startsWith("lib/") || part.contains("/lib/");
    }

    private static List<String> scripts() {
        return TEXTS.keySet().stream().filter(part -> !isLibrary(part)).map(part -> part.replace(".sh", "")).toList();
    }

    private static Set<String> matches(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        Set<String> found = new HashSet<>();
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    /** Function → the libraries that define it. */
    private static Map<String, Set<String>> definitions() {
        Map<String, Set<String>> where = new HashMap<>();
        TEXTS.forEach((part, text) -> matches(DEFINED, text).forEach(function -> {
            if (isLibrary(part)) {
                where.computeIfAbsent(function, key -> new HashSet<>()).add(part);
            }
        }));
        return where;
    }

    @Test
    void everyTextHasWhatItCalls() {
        Map<String, Set<String>> definitions = definitions();
        List<String> missing = new ArrayList<>();
        TEXTS.forEach((part, text) -> {
            Set<String> own = matches(DEFINED, text);
            List<String> there = isLibrary(part)
                    ? ScriptLibrary.libraries(List.of(name(part)))
                    : ScriptLibrary.parts(part.replace(".sh", ""));
            Set<String> locals = new HashSet<>();
            Matcher local = Pattern.compile("\\blocal\\b([^\n]*)").matcher(text);
            while (local.find()) {
                locals.addAll(List.of(local.group(1).replaceAll("=\\S*", "").strip().split("\\s+")));
            }
            matches(WORD, text).stream().filter(word -> !own.contains(word) && !locals.contains(word))
                    .filter(definitions::containsKey)
                    .filter(word -> definitions.get(word).stream().noneMatch(there::contains))
                    .forEach(word -> missing.add(part + " calls " + word + " of " + definitions.get(word)));
        });
        assertThat(missing).isEmpty();
    }

    private static String name(String part) {
        return part.replaceFirst("(^|/)lib/", "$1").replace(".sh", "");
    }

    @Test
    void whatIsNeededIsNamedForSomethingOfIt() {
        List<String> idle = new ArrayList<>();
        TEXTS.forEach((part, text) -> ScriptLibrary.needs(SetupText.of(part)).forEach(name -> {
            Set<String> of = offered(ScriptLibrary.path(name));
            Set<String> used = matches(WORD, text);
            used.addAll(matches(USED, text));
            if (used.stream().noneMatch(of::contains) && !matches(DEFINED, text).isEmpty()) {
                idle.add(part + " needs nothing of " + name);
            }
        }));
        assertThat(idle).isEmpty();
    }

    /** What a library defines; one that only says where records lie offers what it needs. */
    private static Set<String> offered(String part) {
        Set<String> offered = matches(DEFINED, TEXTS.get(part));
        if (offered.isEmpty()) {
            ScriptLibrary.needs(SetupText.of(part)).forEach(name -> offered.addAll(offered(ScriptLibrary.path(name))));
        }
        offered.addAll(matches(SET, TEXTS.get(part)));
        return offered;
    }

    @Test
    void noFunctionOfAScriptIsDefinedTwice() {
        List<String> twice = new ArrayList<>();
        for (String script : scripts()) {
            Map<String, String> where = new HashMap<>();
            for (String part : ScriptLibrary.parts(script)) {
                for (String function : matches(DEFINED, TEXTS.get(part))) {
                    String before = where.put(function, part);
                    if (before != null) {
                        twice.add(script + ": " + function + " in " + before + " and " + part);
                    }
                }
            }
        }
        assertThat(twice).isEmpty();
    }

    @Test
    void whatIsNeededStandsBeforeOnceAndTheScriptLast() {
        List<String> parts = ScriptLibrary.parts("gpu/apply");
        assertThat(parts).startsWith("lib/control.sh").endsWith("gpu/apply.sh").doesNotHaveDuplicates()
                .containsSubsequence("lib/bounded.sh", "lib/sysfs.sh", "lib/pci.sh", "gpu/lib/choice.sh");
    }
}
