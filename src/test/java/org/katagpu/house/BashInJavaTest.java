package org.katagpu.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What runs on a host lies with the resources, where ShellCheck and the rules for scripts see it. */
class BashInJavaTest {
    private static final Pattern WRITTEN_HERE = Pattern.compile("\\.part\\(\\s*\"");

    @Test
    void noScriptIsWrittenInJava() throws Exception {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            List<Path> written = files.filter(file -> file.toString().endsWith(".java")).filter(file -> {
                try {
                    return WRITTEN_HERE.matcher(Files.readString(file)).find();
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }).toList();
            assertThat(written).isEmpty();
        }
    }
}
