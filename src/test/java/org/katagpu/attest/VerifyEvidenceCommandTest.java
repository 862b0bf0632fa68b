package org.katagpu.attest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.attest.cbor.Octets;
import org.katagpu.attest.report.EvidenceReport;
import org.katagpu.attest.report.ReportFile;
import org.katagpu.attest.rung.ExpectedMeasurement;
import org.katagpu.attest.rung.Rung;
import org.katagpu.cli.CommandTree;
import org.katagpu.cli.ExitCode;
import org.katagpu.message.Messages;
import org.katagpu.message.Text;

/** Evidence from a file, verified from the command line: what is not of a real machine proves nothing. */
class VerifyEvidenceCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    private ExitCode run(byte[] file, String... more) throws Exception {
        Path path = Files.write(folder.resolve("evidence.json"), file);
        String[] all = new String[more.length + 2];
        all[0] = "verify-evidence";
        System.arraycopy(more, 0, all, 1, more.length);
        all[more.length + 1] = path.toString();
        return CommandTree.of(new Messages(Locale.ENGLISH), () -> {
            throw new AssertionError("no host is asked");
        }).run(new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8),
                all);
    }

    private static EvidenceReport report() {
        Octets nonce = Octets.of(GeneratedMachine.digits(32, 9));
        Octets key = Octets.of(GeneratedMachine.digits(158, 1));
        return new EvidenceReport(GeneratedMachine.NOW, ClimbTest.given(new GeneratedMachine(), nonce, key, key),
                new ExpectedMeasurement.Unknown(Text.of("attest.open.no_expected")),
                Map.of("kata.hypervisor.qemu.kernel_params", "swiotlb=262144\u001b[31m"), Map.of("kata", "3.15.0"));
    }

    @Test
    void aMadeUpMachineIsRefused() throws Exception {
        byte[] made = new ReportFile().write(report());
        assertThat(run(made)).as(err.toString(StandardCharsets.UTF_8)).isEqualTo(ExitCode.BLOCKED);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("[refused] Genuine virtCCA machine",
                "What was read speaks against it.");
        assertThat(out.toString(StandardCharsets.UTF_8)).as("the writer's word, behind the rungs and called so")
                .containsSubsequence("[refused]", "not proved:", "kata = 3.15.0",
                        "kata.hypervisor.qemu.kernel_params = swiotlb=262144", "What was read speaks against it.")
                .doesNotContain("\u001b");
        out.reset();
        assertThat(run(made, "--json")).isEqualTo(ExitCode.BLOCKED);
        JsonNode told = new ObjectMapper().readTree(out.toByteArray());
        assertThat(told.path("proved").asBoolean()).isFalse();
        assertThat(told.path("refused").asBoolean()).isTrue();
        assertThat(told.at("/told/versions/kata").asText()).isEqualTo("3.15.0");
        assertThat(told.path("rungs")).hasSize(Rung.values().length);
    }

    @Test
    void whatIsNoReportFailed() throws Exception {
        assertThat(run("{}".getBytes(StandardCharsets.UTF_8))).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString(StandardCharsets.UTF_8)).isNotBlank();
    }
}
