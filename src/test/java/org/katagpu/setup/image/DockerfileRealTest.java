package org.katagpu.setup.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The Dockerfile before a linter: the npm package dockerfile-utils, installed under target/. BuildKit itself needs
 * Docker's daemon; that parse was done by hand, with the builder of dockerd 20.10.24, and ended with exit status 0.
 */
@Tag("real")
class DockerfileRealTest {
    private static final String PACKAGE = "dockerfile-utils@0.16.3";
    private static final Path INSTALLED = Path.of("target", "npm", "dockerfile-utils-0.16.3");
    private static final Path LINTER = INSTALLED.resolve("node_modules/dockerfile-utils/bin/dockerfile-utils");

    @TempDir
    private Path folder;

    private record Said(int status, String text) {}

    @BeforeAll
    static void install() throws Exception {
        if (Files.notExists(LINTER)) {
            Files.createDirectories(INSTALLED);
            Said said = run("npm", "install", "--prefix", INSTALLED.toString(), "--ignore-scripts", "--no-audit",
                    "--no-fund", PACKAGE);
            assertThat(said.status()).as(said.text()).isZero();
        }
    }

    private Said lint(String dockerfile) throws Exception {
        Path file = Files.writeString(folder.resolve("Dockerfile"), dockerfile);
        return run("node", LINTER.toString(), "lint", file.toString());
    }

    @Test
    void nothingIsFoundInIt() throws Exception {
        Said said = lint(ImageStage.dockerfile());
        assertThat(said.text()).isBlank();
        assertThat(said.status()).isZero();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            RUN git clone,          RUNN git clone,          Unknown instruction: RUNN
            FROM base AS install,   FROM base AS,            FROM requires either one or three arguments
            ENTRYPOINT ["/bin/bash"], ENTRYPOINT,            Instruction has no arguments
            FROM base AS install,   FROM base AS build,      duplicate name build
            """)
    void aBrokenCopyIsRefused(String good, String broken, String complaint) throws Exception {
        String copy = ImageStage.dockerfile().replace(good, broken);
        assertThat(copy).isNotEqualTo(ImageStage.dockerfile());
        Said said = lint(copy);
        assertThat(said.status()).isEqualTo(1);
        assertThat(said.text()).contains(complaint);
    }

    private static Said run(String... words) throws Exception {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        return new Said(process.exitValue(), text);
    }
}
