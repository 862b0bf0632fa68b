package org.katagpu.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of what scripts read of others names each script there is, and none that is gone; its links lead somewhere. */
class SecurityReadsTest {
    private static final Path LIST = Path.of("docs/security/reads.md");
    private static final Path RESOURCES = Path.of("src/main/resources");

    @Test
    void everyScriptIsInTheList() throws Exception {
        Set<String> there = new TreeSet<>();
        for (String top : Set.of("setup", "job", "remote")) {
            try (Stream<Path> files = Files.walk(RESOURCES.resolve(top))) {
                files.map(file -> RESOURCES.relativize(file).toString()).filter(name -> name.matches(".*\\.(sh|py)"))
                        .forEach(there::add);
            }
        }
        String text = Files.readString(LIST);
        Set<String> listed = Pattern.compile("`((?:setup|job|remote)/[a-z_/-]+\\.(?:sh|py))`").matcher(text).results()
                .map(match -> match.group(1)).collect(Collectors.toCollection(TreeSet::new));
        assertThat(listed).isEqualTo(there);
        assertThat(Pattern.compile("\\]\\(([a-z-]+\\.md)\\)").matcher(text).results().map(match -> match.group(1)))
                .isNotEmpty().allSatisfy(name -> assertThat(LIST.resolveSibling(name)).exists());
    }
}
