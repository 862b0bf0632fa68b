package org.katagpu.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the papers on security say a test shows is shown by one that exists: class and method. */
class SecurityTestsTest {
    private static final Path TESTS = Path.of("src/test/java");
    private static final Path ATTACKS = Path.of("docs/security/attacks.md");
    private static final Pattern NAMED = Pattern.compile("`((?:[a-z]+\\.)*)([A-Z]\\w*Test)?(?:#([^`]+))?`");

    @Test
    void everyTestNamedExists() throws Exception {
        List<Path> papers = new ArrayList<>(List.of(Path.of("docs/SECURITY.md")));
        try (Stream<Path> files = Files.list(Path.of("docs/security"))) {
            files.filter(file -> file.toString().endsWith(".md")).forEach(papers::add);
        }
        List<String> missing = new ArrayList<>();
        for (Path paper : papers) {
            missing.addAll(missing(Files.readString(paper)));
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void aNameThatIsNoTestsIsFoundOut() throws Exception {
        String gone = "Gone" + "Test";
        assertThat(
                missing("`SecurityTestsTest`, `#everyTestNamedExists`, `house.SecurityTestsTest#everyTestNamedExists`"))
                .isEmpty();
        assertThat(missing("`" + gone
                + "`, `SecurityTestsTest#gone`, `#goneToo`, `ui.SecurityTestsTest`, `SecurityTestsTest#every…`"))
                .containsExactly(gone, "SecurityTestsTest#gone", "SecurityTestsTest#goneToo", "ui.SecurityTestsTest",
                        "SecurityTestsTest#every…");
    }

    /** Each of the fifteen points has a row, and a test in it. */
    @Test
    void everyAttackHasItsTest() throws Exception {
        Map<Integer, Boolean> points = new TreeMap<>();
        for (String line : Files.readAllLines(ATTACKS)) {
            Matcher row = Pattern.compile("\\| (\\d+) \\|.*").matcher(line);
            if (row.matches()) {
                points.merge(Integer.parseInt(row.group(1)), line.matches(".*`[\\w.]+Test#\\w+`.*"), (a, b) -> a && b);
            }
        }
        assertThat(points.keySet()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
        assertThat(points).doesNotContainValue(false);
    }

    private static List<String> missing(String text) throws IOException {
        List<String> missing = new ArrayList<>();
        String last = "";
        Matcher named = NAMED.matcher(text);
        while (named.find()) {
            if (named.group(2) == null && (named.group(3) == null || !named.group(1).isEmpty())) {
                continue;
            }
            last = named.group(2) == null ? last : named.group(1) + named.group(2);
            String method = named.group(3);
            if (!exists(last, method)) {
                missing.add(last + (method == null ? "" : "#" + method));
            }
        }
        return missing;
    }

    private static boolean exists(String name, String method) throws IOException {
        Path tail = Path.of(name.replace('.', '/') + ".java");
        try (Stream<Path> files = Files.walk(TESTS)) {
            for (Path file : files.filter(file -> file.endsWith(tail)).toList()) {
                if (method == null
                        || Files.readString(file).matches("(?s).*\\svoid " + Pattern.quote(method) + "\\(.*")) {
                    return true;
                }
            }
        }
        return false;
    }
}
