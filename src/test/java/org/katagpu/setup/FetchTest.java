package org.katagpu.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The one downloader of the scripts, lib/fetch.sh, with a real curl against a mirror that means harm. */
@Tag("real")
@Timeout(60)
class FetchTest {
    private static final int MIB = 1 << 20;

    @TempDir
    private Path folder;
    private final byte[] good = new byte[3 * MIB];
    private HostileMirror mirror;

    @BeforeEach
    void start() throws Exception {
        new Random(1).nextBytes(good);
        mirror = new HostileMirror(folder, good);
    }

    @AfterEach
    void stop() {
        mirror.close();
    }

    /** Runs words of bash after the library; its output. */
    private String bash(String words) throws Exception {
        Path lib = Path.of("src/main/resources/setup/lib").toAbsolutePath();
        ProcessBuilder bash = new ProcessBuilder("bash", "-c",
                "set -Eeuo pipefail; KATAGPU_NONCE=n; unset KATAGPU_ROOT\n. "
                        + lib + "/control.sh\n. " + lib + "/fetch.sh\n" + words)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        bash.environment().put("CURL_CA_BUNDLE", mirror.certificate().toString());
        Process process = bash.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    private String fetch(String url, String more) throws Exception {
        return bash("kg_fetch file '" + url + "' " + more
                + " && echo \"got\" || printf 'not: %s %s\\n%s\\n' \"$KG_FETCH\" \"$KG_HTTP\" \"$REPLY\"");
    }

    @Test
    void aFileIsBroughtWholeWithItsProgress() throws Exception {
        assertThat(fetch(mirror.https("/good"), "")).endsWith("got\n").doesNotContain("fetch.plain_http");
        assertThat(folder.resolve("file")).hasBinaryContent(good);
        assertThat(bash("kg_sum file && echo \"$REPLY\"").strip())
                .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(good)));
        try (var left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder("file", "mirror.p12",
                    "mirror.pem");
        }
    }

    @Test
    void httpsIsNeverLedToHttp() throws Exception {
        assertThat(fetch(mirror.https("/away"), "")).contains("not: not_https").contains("curl: (1)");
        assertThat(mirror.asked).containsExactly("https /away");
        assertThat(folder.resolve("file")).doesNotExist();
    }

    @Test
    void anAddressThatIsHttpItselfIsAskedAndSaid() throws Exception {
        assertThat(fetch(mirror.http("/good"), "")).contains("\"id\":\"fetch.plain_http\",\"status\":\"warn\"")
                .endsWith("got\n");
    }

    @Test
    void aCertificateNobodyVouchesForIsRefused() throws Exception {
        Files.writeString(mirror.certificate(), Files.readString(mirror.certificate()).substring(0, 30));
        assertThat(fetch(mirror.https("/good"), "")).contains("not: tls");
    }

    @ParameterizedTest
    @CsvSource({"/endless", "/huge"})
    void noMoreThanTheBoundIsWritten(String path) throws Exception {
        assertThat(fetch(mirror.https(path), "'' " + MIB)).contains("not: too_large");
        assertThat(folder.resolve("file.part")).doesNotExist();
        assertThat(folder.resolve("file")).doesNotExist();
    }

    @Test
    void aDownloadThatBreaksOffGoesOnAndOneOfAnotherAddressBeginsAnew() throws Exception {
        assertThat(fetch(mirror.https("/cut"), "")).endsWith("got\n");
        assertThat(folder.resolve("file")).hasBinaryContent(good);
        assertThat(mirror.asked).containsExactly("https /cut", "https /cut bytes=" + good.length / 2 + "-");
        Files.delete(folder.resolve("file"));
        Files.write(folder.resolve("file.part"), new byte[1000]);
        Files.writeString(folder.resolve("file.from"), "https://elsewhere/file\n");
        assertThat(fetch(mirror.https("/good"), "")).endsWith("got\n");
        assertThat(folder.resolve("file")).hasBinaryContent(good);
    }

    @Test
    void whatIsLongerThanTheServersFileIsNotTakenForIt() throws Exception {
        Files.write(folder.resolve("file.part"), new byte[good.length + 10]);
        Files.writeString(folder.resolve("file.from"), mirror.https("/good") + "\n");
        assertThat(fetch(mirror.https("/good"), "")).endsWith("got\n");
        assertThat(folder.resolve("file")).hasBinaryContent(good);
    }

    @Test
    void theServersRefusalIsToldInCurlsWords() throws Exception {
        assertThat(fetch(mirror.https("/refused"), "")).contains("not: http 403").contains("curl: (22)");
    }

    @Test
    void noLinkIsWrittenThrough() throws Exception {
        Path outside = Files.writeString(folder.resolve("outside"), "mine");
        Files.createSymbolicLink(folder.resolve("file.part"), outside);
        assertThat(fetch(mirror.https("/good"), "")).contains("not: place");
        assertThat(outside).hasContent("mine");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"proxy http://me:pa/ss://w@x@proxy:1/ off | proxy http://***@proxy:1/ off",
        "https://a/b?token=c d https://e | https://a/b?*** d https://e", "nothing | nothing"})
    void secretsInAddressesAreNotShown(String text, String shown) throws Exception {
        assertThat(bash("kg_redact '" + text + "'; echo \"$REPLY\"").strip()).isEqualTo(shown);
    }
}
