package org.katagpu.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No script reads, without a default, a variable that neither its head nor itself nor bash sets: {@code KATAGPU_ROOT} is
 * set on a practice host and in sandboxes, and on no real host. ShellCheck takes names in capitals to be the
 * environment's and says nothing. Names in lower case are its business (SC2154).
 */
class UnsetVariablesTest {
    private static final Set<String> BASHS_OWN = Set.of("BASH", "BASHPID", "BASH_COMMAND", "BASH_REMATCH",
            "BASH_SOURCE",
            "BASH_VERSINFO",
            "BASH_VERSION", "EPOCHREALTIME", "EPOCHSECONDS", "EUID", "FUNCNAME", "IFS", "LINENO", "OPTARG", "OPTIND",
            "PATH", "PIPESTATUS", "PPID", "PWD", "RANDOM", "REPLY", "SECONDS", "SRANDOM", "UID", "_");
    /** A name, with what follows it where it is in braces. */
    private static final Pattern READ = Pattern
            .compile("\\$(?:\\{[#!]?([A-Z_][A-Z0-9_]*)(\\[[^]]*\\])?(:?[-+=?])?|([A-Z_][A-Z0-9_]*))");
    private static final Pattern ARITHMETIC = Pattern.compile("\\(\\((.*?)\\)\\)");
    private static final Pattern BARE = Pattern.compile("(?<![$\\w{\\[.])([A-Z_][A-Z0-9_]+)\\b");
    private static final Pattern TOLD = Pattern.compile("\\bdeclare -p ([^;&|<>\\n]*)");
    private static final List<Pattern> SET = Stream.of(
            "(?:^|[\\s;({'\"])([A-Z_][A-Z0-9_]*)(?:\\[[^]=]*\\])?\\+?=",
            "\\bread (?:[^;|&<\\n]*?\\s)?([A-Z_][A-Z0-9_]*)\\b",
            "\\bfor ([A-Z_][A-Z0-9_]*) in",
            "\\b(?:local|declare|readonly|mapfile|readarray|printf -v|typeset)(?: -(?!p)\\S+)*(?! -p)((?: [A-Za-z_][^;&|<>\\n]*)?)",
            "\\{([A-Z_][A-Z0-9_]*)\\}[<>]").map(form -> Pattern.compile(form, Pattern.MULTILINE)).toList();
    private static final Pattern NAME = Pattern.compile("\\b[A-Z_][A-Z0-9_]*\\b");

    private static final Pattern FUNCTION = Pattern.compile("(?ms)^([a-z_0-9]+)\\(\\) [{(]\\n.*?^[})]$");

    /** What of a script can be run at all: its own lines, and the functions they come to. */
    private static String reached(String code) {
        Map<String, String> functions = new LinkedHashMap<>();
        FUNCTION.matcher(code).results().forEach(found -> functions.put(found.group(1), found.group()));
        StringBuilder reached = new StringBuilder(FUNCTION.matcher(code).replaceAll(""));
        boolean more = true;
        while (more) {
            Set<String> words = Pattern.compile("[^a-z_0-9]+").splitAsStream(reached).collect(Collectors.toSet());
            Set<String> called = new TreeSet<>(functions.keySet());
            called.retainAll(words);
            called.forEach(name -> reached.append('\n').append(functions.remove(name)));
            more = !called.isEmpty();
        }
        return reached.toString();
    }

    /** Names read that nothing sets. */
    private static Set<String> unset(String script, Set<String> parameters) {
        String whole = Pattern.compile("(?m)^\\s*#.*$|(?<=\\s)# .*$").matcher(script).replaceAll("");
        String code = reached(whole);
        Set<String> known = new TreeSet<>(BASHS_OWN);
        known.addAll(parameters);
        for (Pattern form : SET) {
            form.matcher(whole).results().forEach(found -> NAME.matcher(found.group()).results()
                    .forEach(name -> known.add(name.group())));
        }
        Set<String> read = new TreeSet<>();
        READ.matcher(code).results().filter(found -> found.group(3) == null)
                .forEach(found -> read.add(found.group(1) == null ? found.group(4) : found.group(1)));
        ARITHMETIC.matcher(code).results().map(found -> found.group(1)).forEach(
                inside -> BARE.matcher(inside).results().forEach(name -> read.add(name.group(1))));
        TOLD.matcher(code).results().forEach(
                found -> NAME.matcher(found.group(1)).results().forEach(name -> read.add(name.group())));
        read.removeAll(known);
        return read;
    }

    @Test
    void noStageReadsWhatARealHostDoesNotSet() throws IOException {
        StageScripts scripts = new StageScripts();
        for (Stage stage : Stages.all().values()) {
            for (Action action : Action.values()) {
                // A stage that works in several ways gives each the parameters of its own.
                assertThat(unset(scripts.text(stage, action, Plan.EMPTY), named("setup/" + stage.id())))
                        .as(stage.id() + " " + action).isEmpty();
            }
        }
    }

    /** @param room whose Java names the parameters */
    @ParameterizedTest
    @ValueSource(strings = {"job", "setup/preflight", "setup/kata", "setup/serve"})
    void noOtherScriptDoes(String room) throws IOException {
        Set<String> parameters = named(room);
        Path resources = Path.of("src/main/resources");
        try (Stream<Path> files = Files.list(resources.resolve(room))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".sh")
                    && !path.toString().matches(".*(kata|serve)/(check|apply|undo)\\.sh")).toList()) {
                assertThat(unset(whole(resources, file), parameters)).as(file.toString()).isEmpty();
            }
        }
    }

    /** The script with what goes before it on its way. */
    private static String whole(Path resources, Path script) throws IOException {
        if (script.startsWith(resources.resolve("job"))) {
            return Files.readString(resources.resolve("job/lib.sh")) + "\n" + Files.readString(script);
        }
        String name = resources.resolve("setup").relativize(script).toString().replace(".sh", "");
        return ScriptLibrary.parts(name).stream().map(SetupText::of).collect(Collectors.joining("\n"));
    }

    /** Parameters a room's Java writes down. */
    private static Set<String> named(String room) throws IOException {
        Set<String> names = new TreeSet<>(Set.of("KATAGPU_NONCE"));
        for (String java : texts(Path.of("src/main/java/org/katagpu", room), ".java")) {
            Pattern.compile("\"([A-Z][A-Z0-9_]*)\"").matcher(java).results().forEach(
                    found -> names.add(found.group(1)));
        }
        return names;
    }

    private static List<String> texts(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).sorted().map(file -> {
                try {
                    return Files.readString(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }).toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo $KATAGPU_ROOT", "echo \"${KATAGPU_ROOT}/x\"", "((KATAGPU_ROOT))",
        "declare -p KATAGPU_ROOT", "x=${#KATAGPU_ROOT}", "echo ${KATAGPU_ROOT%/}",
        "true # KATAGPU_ROOT=\necho $KATAGPU_ROOT"})
    void whatIsRefused(String code) {
        assertThat(unset(code, Set.of())).containsExactly("KATAGPU_ROOT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo ${KATAGPU_ROOT:-}", "KATAGPU_ROOT=; echo $KATAGPU_ROOT",
        "read -r KATAGPU_ROOT; echo $KATAGPU_ROOT",
        "declare -A KATAGPU_ROOT=(); declare -p KATAGPU_ROOT", "exec {KATAGPU_ROOT}<x; cat <&$KATAGPU_ROOT",
        "# $KATAGPU_ROOT", "echo ${KATAGPU_ROOT+x}"})
    void whatIsNot(String code) {
        assertThat(unset(code, Set.of())).isEmpty();
    }
}
