package org.katagpu.attest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.katagpu.attest.cbor.Octets;
import org.katagpu.attest.report.EvidenceReport;
import org.katagpu.attest.report.ReportException;
import org.katagpu.attest.report.ReportFile;
import org.katagpu.attest.rung.EvidenceReply;
import org.katagpu.attest.rung.ExpectedMeasurement;
import org.katagpu.attest.rung.Ladder;
import org.katagpu.attest.rung.Rung;
import org.katagpu.attest.rung.RungStatus;
import org.katagpu.attest.trust.PinnedCertificates;
import org.katagpu.message.Text;

class EvidenceReportTest {
    private static final Octets NONCE = Octets.of(GeneratedMachine.digits(32, 9));
    private static final Octets KEY = Octets.of(GeneratedMachine.digits(158, 1));

    private final ReportFile files = new ReportFile();
    private final GeneratedMachine made = new GeneratedMachine();
    private final EvidenceReport report = new EvidenceReport(GeneratedMachine.NOW,
            ClimbTest.given(made, NONCE, KEY, KEY),
            new ExpectedMeasurement.Value(Octets.of(GeneratedMachine.digits(32, 3)), "kernel 12, 4 vCPUs", "00ff"),
            Map.of("kernel_params", "swiotlb=262144,force \"quoted\" 客户机"), Map.of("wizard", "1.0", "kata", "3.15.0"));

    @Test
    void anotherPersonSeesTheSameRungs() throws ReportException {
        EvidenceReport read = files.read(files.write(report));
        assertThat(read).isEqualTo(report);
        Verifier verifier = new Verifier(made.trust());
        Ladder ladder = read.verify(verifier, GeneratedMachine.NOW);
        assertThat(ladder).isEqualTo(report.verify(verifier, GeneratedMachine.NOW));
        assertThat(ladder.proved()).isTrue();
        assertThat(ladder.of(Rung.IMAGE).state()).isEqualTo(RungStatus.State.PROVED);
    }

    /** The practice host's reports prove nothing where Huawei's certificates count. */
    @Test
    void aPracticeReportIsRefusedByEverybodyElse() {
        Ladder ladder = report.verify(new Verifier(PinnedCertificates.load()), GeneratedMachine.NOW);
        assertThat(ladder.of(Rung.GENUINE).state()).isEqualTo(RungStatus.State.REFUSED);
        assertThat(ladder.proved()).isFalse();
    }

    @Test
    void aReportWithoutEvidenceSaysWhy() throws ReportException {
        EvidenceReport without = new EvidenceReport(GeneratedMachine.NOW, new EvidenceReply("", NONCE, Octets.NONE,
                new EvidenceReply.Told.Nothing(Text.of("attest.open.no_device"))),
                new ExpectedMeasurement.Unknown(Text.of("attest.open.no_expected")), Map.of(), Map.of());
        assertThat(files.read(files.write(without))).isEqualTo(without);
    }

    /** Each hex or Base64 digit of what the rungs stand on. */
    @Test
    void aReportChangedAnywhereOfWhatCountsProvesNothing() throws ReportException {
        String json = new String(files.write(report), StandardCharsets.UTF_8);
        Verifier verifier = new Verifier(made.trust());
        for (String field : new String[]{"nonce", "server_key", "guest_key", "token", "certificate"}) {
            int begin = json.indexOf('"', json.indexOf("\"" + field + "\" :") + field.length() + 4) + 1;
            int end = json.indexOf('"', begin);
            for (int at = begin; at < end; at += 1 + (end - begin) / 40) {
                char other = json.charAt(at) == 'a' ? 'b' : 'a';
                String changed = json.substring(0, at) + other + json.substring(at + 1);
                try {
                    assertThat(
                            files.read(changed.getBytes(StandardCharsets.UTF_8)).verify(verifier, GeneratedMachine.NOW)
                                    .proved())
                            .as(field + " at " + (at - begin)).isFalse();
                } catch (ReportException refused) {
                    assertThat(refused.text().arguments()).isNotEmpty();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "{}", "{\"format\":\"kata-gpu-wizard evidence 2\"}", "{{", "\"x\""})
    void whatIsNoReportIsRefused(String json) {
        assertThatThrownBy(() -> files.read(json.getBytes(StandardCharsets.UTF_8))).isInstanceOf(ReportException.class);
    }

    @Test
    void aFieldTwiceABoundPassedOrWordsNotOursAreRefused() {
        String json = new String(files.write(report), StandardCharsets.UTF_8);
        refuse(json.replaceFirst("\\{", "{\"made\":\"2020-01-01T00:00:00Z\","));
        refuse(json + "{}");
        refuse(json.replace("\"nonce\" : \"", "\"nonce\" : \"00"));
        refuse(json.replace("\"nonce\"", "\"other\""));
        refuse(json.replace("\"token\"", "\"no_evidence\" : \"attest.proved.fresh\", \"other\""));
        refuse(json.replace("\"token\"", "\"no_evidence\" : \"attest.open.nonsense\", \"other\""));
        refuse(" ".repeat(ReportFile.MOST) + json);
        refuse("[".repeat(2_000));
    }

    private void refuse(String json) {
        assertThatThrownBy(() -> files.read(json.getBytes(StandardCharsets.UTF_8))).isInstanceOf(ReportException.class);
    }
}
