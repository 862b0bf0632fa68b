package org.katagpu.setup.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.katagpu.message.Messages;
import org.katagpu.message.Text;
import org.katagpu.setup.Finding;
import org.katagpu.setup.serve.Proof;

class RedactionTest {
    private static final String CANARY = "c4nary-Value";

    @ParameterizedTest
    @ValueSource(strings = {"http_proxy=http://joe:c4nary-Value@proxy:3128/", "password=c4nary-Value",
        "\"password\": \"c4nary-Value\"", "VLLM_API_KEY=c4nary-Value", "--api-key c4nary-Value",
        "--hf-token=c4nary-Value",
        "Authorization: Bearer c4nary-Value", "registry_token: 'c4nary-Value'", "hf_c4naryValuec4naryValue",
        "-----BEGIN OPENSSH PRIVATE KEY-----\nc4nary-Value\n-----END OPENSSH PRIVATE KEY-----"})
    void whatLooksLikeASecretIsLeftOut(String text) {
        assertThat(Redaction.of("before " + text + " after")).doesNotContainIgnoringCase("c4nary").startsWith("before ")
                .contains(Redaction.HIDDEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"default_memory = 20480", "kernel 6.6.0-72", "SHA256:abcdef", "root@gpu-01: 3 of 4 points",
        "the token is signed by a machine", "https://repo.openeuler.org/x"})
    void whatIsNoneStays(String text) {
        assertThat(Redaction.of(text)).isEqualTo(text);
    }

    @Test
    void aReportHoldsNoSecretAndNothingReadBecomesMarkup() {
        Finding finding = new Finding("x", Finding.Status.FAIL, Text.of("cli.file.unreadable", "<img src=x>", "[a](b)"),
                "```\npassword=" + CANARY, Text.of("cli.file.unreadable.next"));
        String text = new ReportMarkdown(new Messages(Locale.ENGLISH)).text(new SetupReport("root@h",
                Instant.EPOCH, List.of(finding), Map.of(), Proof.NONE, List.of()));
        assertThat(text).doesNotContain(CANARY).contains("\\<img src=x\\>", "\\[a\\](b)", "````\n  ```");
    }
}
