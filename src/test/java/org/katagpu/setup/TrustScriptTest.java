package org.katagpu.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why a path is not trusted, in words that are true of it. */
class TrustScriptTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"bin/sh | bin/sh: no absolute path", "/no/such/place | /no: not to be had",
        "/tmp/x | /tmp/x: not to be had"})
    void saysWhy(String path, String why) throws Exception {
        assertThat(untrusted(path)).isEqualTo(why);
    }

    @ParameterizedTest
    @CsvSource({"/, of more than 4\\,096 characters", "x, no absolute path"})
    void aPathTooLongIsSaidToBeThat(String start, String why) throws Exception {
        assertThat(untrusted(start + "a".repeat(5000))).contains(why.replace("\\", "")).hasSizeLessThan(300);
    }

    private static String untrusted(String path) throws Exception {
        Path lib = Path.of("src/main/resources/setup/lib").toAbsolutePath();
        Process bash = new ProcessBuilder("bash", "-c",
                "set -Eeuo pipefail; KATAGPU_NONCE=n; unset KATAGPU_ROOT; . " + lib
                        + "/control.sh; . " + lib
                        + "/trust.sh; read -r path; kg_trusted_path \"$path\" && echo trusted || "
                        + "printf '%s\\n' \"$KG_UNTRUSTED\"")
                .redirectErrorStream(true).start();
        try (var in = bash.getOutputStream()) {
            in.write((path + "\n").getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        bash.waitFor();
        return said.strip();
    }
}
