package org.katagpu.setup.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reader of other people's configurations, in bash, as it will run on a host. */
class NetworkJsonTest {
    private static final Path LIBRARY = Path.of("src/main/resources/setup/network/lib/json.sh");
    @TempDir
    private Path folder;

    private String read(String json) throws Exception {
        Path file = Files.writeString(folder.resolve("a.conf"), json);
        Process bash = new ProcessBuilder("bash", "-c", """
                set -Eeuo pipefail
                LC_ALL=C
                . "$1"
                network_json "$2" || { echo malformed; exit; }
                for i in "${!NETWORK_JSON_KEYS[@]}"; do
                  echo "${NETWORK_JSON_KEYS[i]}:${NETWORK_JSON_DEPTHS[i]}=${NETWORK_JSON_VALUES[i]}"
                done
                """, "bash", LIBRARY.toString(), file.toString()).redirectErrorStream(true).start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(said).isZero();
        return said.strip().replace('\n', ' ');
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "{\"name\": \"x\", \"n\": -1.5e3, \"b\": [true, null]} | name:1=x",
        "{\"name\":\"a\\\"b\",\"ipam\":{\"ranges\":[[{\"subnet\":\"10.0.0.0/8\"}]]}} | name:1=a\\\"b subnet:5=10.0.0.0/8",
        "[] | ~~", "{\"a\":{},\"b\":[]} | ~~", "\"alone\" | :0=alone"})
    void whatIsJson(String json, String strings) throws Exception {
        assertThat(read(json)).isEqualTo(strings);
        assertThat(read("\r\n\t " + json + " \n")).isEqualTo(strings);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"a\":1,}", "{a:1}", "{\"a\":01}", "{} {}", "{\"a\":\"b}", "[1 2]", "{\"a\"}",
        "tru",
        "{\"a\":\"b\nc\"}", "// no", "[1,]", "{\"a\":+1}", "\"a\\"})
    void whatIsNot(String json) throws Exception {
        assertThat(read(json)).isEqualTo("malformed");
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 70_000})
    void whatIsTooDeepOrTooLong(int many) throws Exception {
        assertThat(read("[".repeat(many) + "]".repeat(many))).isEqualTo("malformed");
    }
}
