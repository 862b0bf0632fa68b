package org.katagpu.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.katagpu.message.Messages;

/** Every string the admin sees is there in both languages. */
class BundlesTest {
    private static final Path BUNDLES = Path.of("src/main/resources/i18n");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\d+)[^}]*}");
    private static final Pattern IN_CODE = Pattern.compile("(?:Text\\.of|words\\.get)\\(\\s*\"([a-z][\\w.-]*[\\w])\"");
    private static final Pattern IN_FXML = Pattern.compile("\"%([\\w.-]+)\"");

    static Stream<Path> english() throws IOException {
        try (Stream<Path> files = Files.list(BUNDLES)) {
            return files.filter(file -> !file.toString().endsWith("_zh_CN.properties")).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("english")
    void bothLanguagesSayTheSame(Path english) throws IOException {
        String room = english.getFileName().toString().replace(".properties", "");
        Properties one = read(english);
        Properties other = read(BUNDLES.resolve(room + "_zh_CN.properties"));
        assertThat(new TreeSet<>(other.stringPropertyNames())).isEqualTo(new TreeSet<>(one.stringPropertyNames()));
        assertThat(one.stringPropertyNames()).allSatisfy(key -> {
            assertThat(key).startsWith(room + ".");
            assertThat(one.getProperty(key)).as(key).isNotBlank();
            assertThat(other.getProperty(key)).as(key).isNotBlank();
            assertThat(placeholders(other.getProperty(key))).as(key).isEqualTo(placeholders(one.getProperty(key)));
            wellFormed(one.getProperty(key), key);
            wellFormed(other.getProperty(key), key);
        });
    }

    /** A single quote swallows what follows it in a pattern with arguments. */
    private static void wellFormed(String pattern, String key) {
        if (!placeholders(pattern).isEmpty()) {
            assertThat(pattern.replace("''", "")).as("quotes doubled in " + key).doesNotContain("'");
            assertThat(new MessageFormat(pattern).getFormats()).as(key).isNotEmpty();
        }
    }

    /** As the window puts it: with arguments where a sentence has places for them, else as it stands. */
    @ParameterizedTest
    @MethodSource("languages")
    void noSentenceShowsADoubledApostropheOrAnEmptyPlace(Locale language) throws IOException {
        Messages words = new Messages(language);
        List<String> wrong = new ArrayList<>();
        for (Path file : english().toList()) {
            Properties bundle = read(file);
            for (String key : bundle.stringPropertyNames()) {
                int places = placeholders(bundle.getProperty(key)).stream().mapToInt(Integer::parseInt).max()
                        .orElse(-1);
                Object[] arguments = IntStream.rangeClosed(0, places).mapToObj(n -> (Object) (100 + n)).toArray();
                String shown = words.get(key, arguments);
                if (shown.contains("''") || PLACEHOLDER.matcher(shown).find()) {
                    wrong.add(key + ": " + shown);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    static Stream<Locale> languages() {
        return Messages.LOCALES.stream();
    }

    @Test
    void everyKeyNamedInCodeAndViewsExists() throws IOException {
        Messages words = new Messages(Messages.LOCALES.getFirst());
        List<String> missing = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                boolean java = file.toString().endsWith(".java");
                if (java || file.toString().endsWith(".fxml")) {
                    Matcher keys = (java ? IN_CODE : IN_FXML).matcher(Files.readString(file));
                    while (keys.find()) {
                        if (!words.has(keys.group(1))) {
                            missing.add(keys.group(1) + " in " + file);
                        }
                    }
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    private static TreeSet<String> placeholders(String pattern) {
        TreeSet<String> found = new TreeSet<>();
        Matcher matcher = PLACEHOLDER.matcher(pattern);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    private static Properties read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return properties;
    }
}
