package org.katagpu.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a script tells has words in both languages, and as many arguments as these have places: no {1} on the screen. */
class ScriptMessagesTest {
    /**
     * A function that tells.
     *
     * @param id which of its arguments is the id, from 1; the bundles know it with this prefix
     * @param first the first of its arguments that goes into the sentence
     */
    private record Teller(int id, int first, String prefix, List<String> keys) {}

    private static final List<String> FINDING = List.of("%s.finding.%s", "%s.finding.%s.next");
    private static final List<String> CHANGE = List.of("%s.change.%s", "%s.change.%s.done");
    private static final List<String> STEP = List.of("%s.step.%s");
    private static final Map<String, Teller> TELLERS = Map.ofEntries(
            Map.entry("kg_finding", new Teller(1, 4, "", FINDING)),
            Map.entry("kg_fail", new Teller(1, 3, "", FINDING)),
            Map.entry("kg_stop", new Teller(1, 3, "", FINDING)),
            Map.entry("serve_broken", new Teller(2, 4, "", FINDING)),
            Map.entry("kata_fail", new Teller(1, 3, "", FINDING)),
            Map.entry("kg_change", new Teller(1, 3, "", CHANGE)),
            Map.entry("kg_plan_change", new Teller(2, 3, "", CHANGE)),
            Map.entry("gpu_preview_change", new Teller(1, 2, "", CHANGE)),
            Map.entry("image_announce_undo", new Teller(1, 2, "", CHANGE)),
            Map.entry("kg_step", new Teller(3, 4, "", STEP)),
            Map.entry("kg_next_step", new Teller(1, 2, "", STEP)),
            Map.entry("rootfs_step", new Teller(1, 2, "rootfs.", STEP)));
    private static final Pattern CALL = Pattern.compile(
            "(?<![\\w.-])(" + String.join("|", TELLERS.keySet()) + ") (?!\\()");
    private static final Pattern LITERAL = Pattern.compile("[a-z][a-z0-9_.-]*");
    /** How many words these give cannot be seen. */
    private static final Pattern MANY = Pattern.compile("\\$[@*]|\\$\\{@|\\[[@*]]|^\\$|^\\$\\{[^}]*:\\+");
    private static final Pattern PLACE = Pattern.compile("\\{(\\d+)");

    @Test
    void everyCallGivesWhatItsWordsHavePlacesFor() throws Exception {
        Map<String, Integer> english = places("");
        Map<String, Integer> chinese = places("_zh_CN");
        List<String> wrong = new ArrayList<>();
        int calls = 0;
        try (Stream<Path> files = Files.walk(Path.of("src/main/resources/setup"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".sh")).sorted().toList()) {
                String text = Files.readString(file).replaceAll("(?m)^\\s*#.*$", "");
                Matcher call = CALL.matcher(text);
                while (call.find()) {
                    Teller teller = TELLERS.get(call.group(1));
                    List<String> words = words(text, call.end());
                    if (words.size() < teller.id() || !LITERAL.matcher(words.get(teller.id() - 1)).matches()) {
                        continue;
                    }
                    calls++;
                    String id = teller.prefix() + words.get(teller.id() - 1);
                    int given = Math.max(0, words.size() - teller.first() + 1);
                    boolean many = words.stream().anyMatch(word -> MANY.matcher(word).find());
                    for (String key : teller.keys().stream()
                            .map(form -> form.formatted((Object[]) id.split("\\.", 2))).toList()) {
                        int wanted = Math.max(english.getOrDefault(key, 0), chinese.getOrDefault(key, 0));
                        boolean told = english.containsKey(key) && chinese.containsKey(key);
                        if (!told && !key.endsWith(".next") && !key.endsWith(".done")) {
                            wrong.add("%s: %s %s: no words".formatted(file, call.group(1), key));
                        } else if (given < wanted && !many) {
                            wrong.add("%s: %s %s: %d given, %d wanted".formatted(file, call.group(1), key, given,
                                    wanted));
                        }
                    }
                }
            }
        }
        assertThat(calls).as("calls that were read").isGreaterThan(250);
        assertThat(wrong).isEmpty();
    }

    /** How many arguments each sentence has places for. */
    private static Map<String, Integer> places(String language) throws IOException {
        Map<String, Integer> places = new HashMap<>();
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/i18n"))) {
            files.filter(file -> file.toString().endsWith(language + ".properties")
                    && file.toString().contains("_zh_CN") == !language.isEmpty()).forEach(file -> {
                        Properties bundle = new Properties();
                        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                            bundle.load(reader);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                        bundle.forEach((key, sentence) -> places.put((String) key, PLACE.matcher((String) sentence)
                                .results().mapToInt(place -> Integer.parseInt(place.group(1)) + 1).max().orElse(0)));
                    });
        }
        return places;
    }

    /** The words of a simple command from here to its end, their quotes taken off where all of a word is quoted. */
    private static List<String> words(String text, int from) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean begun = false;
        int i = from;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (text.startsWith("\\\n", i)) {
                i += 2;
                continue;
            }
            if (";\n&|)<>}".indexOf(c) >= 0 || c == ' ') {
                if (begun) {
                    words.add(word.toString());
                }
                word.setLength(0);
                begun = false;
                if (c != ' ') {
                    break;
                }
                i++;
                continue;
            }
            int end = part(text, i);
            word.append(text, i, end);
            begun = true;
            i = end;
        }
        return words.stream().map(ScriptMessagesTest::bare).toList();
    }

    private static String bare(String word) {
        return word.matches("'[^']*'|\"[^\"$`\\\\]*\"") ? word.substring(1, word.length() - 1) : word;
    }

    /** Where the quoted, expanded or plain part that begins here ends. */
    private static int part(String text, int from) {
        char c = text.charAt(from);
        if (c == '\\') {
            return from + 2;
        } else if (c == '\'') {
            return text.indexOf('\'', from + 1) + 1;
        } else if (text.startsWith("$'", from)) {
            int end = from + 2;
            while (text.charAt(end) != '\'') {
                end += text.charAt(end) == '\\' ? 2 : 1;
            }
            return end + 1;
        } else if (c == '"') {
            return until(text, from + 1, '"');
        } else if (text.startsWith("$(", from)) {
            return until(text, from + 2, ')');
        } else if (text.startsWith("${", from)) {
            return until(text, from + 2, '}');
        }
        return from + 1;
    }

    private static int until(String text, int from, char close) {
        int i = from;
        while (text.charAt(i) != close) {
            char c = text.charAt(i);
            boolean inQuotes = close == '"';
            if (c == '(' && close == ')') {
                i = until(text, i + 1, ')');
            } else if (inQuotes && c != '$' && c != '\\') {
                i++;
            } else if (close == '}' && c == '\'') {
                i++;
            } else {
                i = part(text, i);
            }
        }
        return i + 1;
    }
}
