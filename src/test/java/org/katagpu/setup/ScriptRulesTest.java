package org.katagpu.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No script that runs on a host makes commands of what it read. */
class ScriptRulesTest {
    private static final Path RESOURCES = Path.of("src/main/resources");

    @ParameterizedTest
    @ValueSource(strings = {"setup", "job"})
    void everyScriptKeepsTheRules(String room) throws IOException {
        List<String> breaches = new ArrayList<>();
        try (Stream<Path> files = Files.walk(RESOURCES.resolve(room))) {
            List<Path> scripts = files.filter(file -> file.toString().endsWith(".sh")).sorted().toList();
            assertThat(scripts).hasSizeGreaterThan(5);
            for (Path script : scripts) {
                breaches.addAll(
                        ScriptRules.breaches(RESOURCES.relativize(script).toString(), Files.readAllLines(script)));
            }
        }
        assertThat(breaches).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"((KG_RECORD[count] > 1))", "read -r free <x; echo $((free * 2))",
        "size=$(cat /etc/x); [[ $size -gt 5 ]]", "while read -r a b; do ((a > 1)); done",
        "x=${line%% *}; echo $((x + 1))",
        "mapfile -t numbers; ((numbers[0] > 1))", "read -r one; two=$one; ((two))", "eval \"$x\"",
        "if x; then . \"$file\"; fi",
        "source /etc/os-release", "curl -fsSL https://example.com", "if ! wget -q x; then", "rm -rf \"$folder\"",
        "cp -a $from $to", "tar -xzf file -C /",
        "if head -c 64 -- \"$file\" | grep -qE '^a'; then"})
    void aBreachIsFound(String line) {
        assertThat(ScriptRules.breaches("setup/lib/some.sh", line.lines().toList())).isNotEmpty();
    }

    @Test
    void aCheckedNumberAndALiteralAreNoBreach() {
        assertThat(ScriptRules.breaches("setup/lib/some.sh", """
                read -r free <x
                kg_number "$free" || free=0
                echo $((free * 2))
                n=0
                ((n += ${#list[@]}))
                rm -rf --one-file-system -- "$folder"
                """.lines().toList())).isEmpty();
    }
}
