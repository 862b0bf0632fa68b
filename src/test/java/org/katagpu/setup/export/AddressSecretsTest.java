package org.katagpu.setup.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Passwords in addresses, whatever signs they hold: the report and the scripts hide the same, and all of them. */
@Timeout(60)
class AddressSecretsTest {
    /** One table for both. */
    private static final Map<String, String> TABLE = table();

    @TempDir
    private Path folder;

    private static Map<String, String> table() {
        Map<String, String> cases = new LinkedHashMap<>();
        cases.put("http_proxy=http://joe:secret@proxy:3128/", "http_proxy=http://***@proxy:3128/");
        cases.put("http://joe:se/cr/et@proxy:3128/ off", "http://***@proxy:3128/ off");
        cases.put("http://joe:se//cret@proxy/", "http://***@proxy/");
        cases.put("http://joe:se@cr@et@proxy/", "http://***@proxy/");
        cases.put("http://jo@e:secret@proxy/", "http://***@proxy/");
        cases.put("http://joe:se cret@proxy/", "http://***@proxy/");
        cases.put("http://joe:se\tcr  et@proxy/", "http://***@proxy/");
        cases.put("a 'http://joe:se'cr\"et@proxy/' b", "a 'http://***@proxy/' b");
        cases.put("http://joe:se#cret@proxy/", "http://***@proxy/");
        cases.put("http://joe:se?cret@proxy/", "http://***@proxy/");
        cases.put("http://joe:se:c://ret@proxy/", "http://***@proxy/");
        cases.put("http://joe:se\\c$(r)`e`t*[a]@proxy/", "http://***@proxy/");
        cases.put("http://joe:密 码@proxy/", "http://***@proxy/");
        cases.put("http://joe:se\rcret@proxy/", "http://***@proxy/");
        cases.put("http://:@proxy/", "http://***@proxy/");
        cases.put("http://@proxy/", "http://***@proxy/");
        cases.put("http://joe:secret@", "http://***@");
        cases.put("http://joe:secret@proxy/a?key=1 then https://h/b?key=2",
                "http://***@proxy/a?*** then https://h/b?***");
        cases.put("from https://h/b?key=1 by http://joe:se cret@proxy/", "from https://***@proxy/");
        cases.put("http://joe:secret@proxy\nhttps://h/plain\nroot@gpu-01\n",
                "http://***@proxy\nhttps://h/plain\nroot@gpu-01\n");
        cases.put("https://a/b?key=c d https://e", "https://a/b?*** d https://e");
        cases.put("root@gpu-01: 3 of 4 points", "root@gpu-01: 3 of 4 points");
        cases.put("root@gpu-01: https://repo.openeuler.org/x", "root@gpu-01: https://repo.openeuler.org/x");
        cases.put("joe:secret@proxy:3128", "***@proxy:3128");
        cases.put("http_proxy=joe:secret@proxy:3128 ok", "http_proxy=***@proxy:3128 ok");
        cases.put("curl: (5) proxy joe:se/c?r=e,t@proxy not found", "curl: (5) proxy ***@proxy not found");
        cases.put("joe:se@cr@et@proxy", "***@proxy");
        cases.put("joe@corp.example:secret@proxy:3128", "***@proxy:3128");
        cases.put("CORP\\joe:secret@proxy", "***@proxy");
        cases.put("{\"proxy\":\"joe:se\"cr'et@proxy:3128\"}", "{\"proxy\":\"***@proxy:3128\"}");
        cases.put("proxy=:secret@proxy", "proxy=***@proxy");
        cases.put(":secret@proxy", "***@proxy");
        cases.put("a joe:secret@proxy\tby b:c@d\re", "a ***@proxy\tby ***@d\re");
        cases.put("joe:密码@proxy", "***@proxy");
        cases.put("joe:secret@registry:5000/vllm@sha256:0a1b", "***@registry:5000/vllm@sha256:0a1b");
        cases.put("joe:secret@proxy for https://h/a", "***@proxy for https://h/a");
        cases.put("joe:secret@proxy for https://u:v@h/a?b", "***@proxy for https://***@h/a?***");
        cases.put("joe:secret@[fd00::1]:3128", "***@[fd00::1]:3128");
        cases.put("git@github.com:vllm-project/vllm.git", "git@github.com:vllm-project/vllm.git");
        cases.put("nvcr.io/nvidia/pytorch:24.07-py3@sha256:0a1b", "nvcr.io/nvidia/pytorch:24.07-py3@sha256:0a1b");
        cases.put("localhost:5000/a@sha512:0a1b,b:1@sha256:ff", "localhost:5000/a@sha512:0a1b,b:1@sha256:ff");
        cases.put("target: root@gpu-01, root@[fd00::1]:22", "target: root@gpu-01, root@[fd00::1]:22");
        cases.put("kex curve25519-sha256@libssh.org at 12:30:01", "kex curve25519-sha256@libssh.org at 12:30:01");
        cases.put("Xeon(R) CPU: E5-2680 v4 @ 2.40GHz", "Xeon(R) CPU: E5-2680 v4 @ 2.40GHz");
        cases.put("{\"user\":\"root@gpu-01\"}", "{\"user\":\"root@gpu-01\"}");
        cases.put("@", "@");
        cases.put(":@", "***@");
        cases.put("://", "://");
        cases.put("", "");
        return cases;
    }

    @Test
    void bothHideWhatTheTableSays() throws Exception {
        List<String> texts = List.copyOf(TABLE.keySet());
        List<String> shown = List.copyOf(TABLE.values());
        assertThat(texts.stream().map(Redaction::of)).containsExactlyElementsOf(shown);
        assertThat(bash(texts)).containsExactlyElementsOf(shown);
    }

    /** Every pair of signs in a password, each at its beginning, middle and end. */
    @Test
    void noPartOfAPasswordIsShownByEither() throws Exception {
        List<String> signs = List.of("/", "@", " ", "\"", "'", "#", "?", ":", "://", "\t", "\\", "%", "[", "*",
                "\u00a0", "é");
        List<String> texts = new ArrayList<>();
        for (String one : signs) {
            for (String other : signs) {
                texts.add("x 'https://us" + other + "er:" + one + "XX1" + other + "XX2" + one + other + "@proxy:1/' y");
            }
        }
        List<String> byReport = texts.stream().map(Redaction::of).toList();
        assertThat(byReport).allSatisfy(text -> assertThat(text).isEqualTo("x 'https://***@proxy:1/' y"));
        assertThat(bash(texts)).isEqualTo(byReport);
    }

    @Test
    void noPartOfAPasswordWithoutASchemeIsShownByEither() throws Exception {
        List<String> signs = List.of("/", "@", "\"", "'", "#", "?", ":", "=", ",", "\\", "%", "[", "]", "*", "$", "&",
                "\u00a0", "é", "sha256:0", "\u2028");
        List<String> texts = new ArrayList<>();
        for (String one : signs) {
            for (String other : signs) {
                texts.add("x_proxy=user:" + one + "XX1" + other + "XX2" + one + other + "@proxy:1/' y");
            }
        }
        List<String> byReport = texts.stream().map(Redaction::of).toList();
        assertThat(byReport).allSatisfy(text -> assertThat(text).isEqualTo("x_proxy=***@proxy:1/' y"));
        assertThat(bash(texts)).isEqualTo(byReport);
    }

    /** Whatever is read is read in no time, and told alike. */
    @Test
    void longTextsAreReadAlike() throws Exception {
        List<String> texts = List.of(":".repeat(60_000) + "@x", "a:".repeat(30_000) + "@", "@sha256:0".repeat(3_000),
                "a:b@c ".repeat(5_000), "@".repeat(60_000), "\":".repeat(30_000) + "@");
        assertThat(bash(texts)).isEqualTo(texts.stream().map(Redaction::of).toList());
    }

    /** What kg_redact of lib/fetch.sh makes of each. */
    private List<String> bash(List<String> texts) throws IOException, InterruptedException {
        Path lib = Path.of("src/main/resources/setup/lib").toAbsolutePath();
        Path input = Files.writeString(folder.resolve("texts"), String.join("\0", texts) + "\0");
        Process bash = new ProcessBuilder("bash", "-c", "set -Eeuo pipefail; export LC_ALL=C KATAGPU_NONCE=n\n. "
                + lib + "/control.sh\n. " + lib + "/fetch.sh\n"
                + "while IFS= read -r -d '' text; do kg_redact \"$text\"; printf '%s\\0' \"$REPLY\"; done")
                .redirectInput(input.toFile()).redirectErrorStream(true).start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(said).isZero();
        return Arrays.asList(said.substring(0, said.length() - 1).split("\0", -1));
    }
}
