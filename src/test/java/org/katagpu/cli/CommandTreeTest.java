package org.katagpu.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.katagpu.message.Messages;

/** The command line as whoever calls it sees it: what is printed where, and the exit status. */
class CommandTreeTest {
    private static final String WRONG = "[hypervisor.qemu]\npath = \"/q\"\n\n[runtime]\ncold_plug_vfio = \"root-port\"\n";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    private ExitCode run(Locale language, String... arguments) {
        return CommandTree.of(new Messages(language), CommandTreeTest::nobody).run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), arguments);
    }

    private static Admin nobody() {
        throw new AssertionError("help and files of this machine need no host");
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private String file(String text) throws Exception {
        return Files.writeString(folder.resolve("configuration.toml"), text).toString();
    }

    @Test
    void aFaultIsToldWithItsPlaceAndRemedyAndBlocks() throws Exception {
        String file = file(WRONG);
        assertThat(run(Locale.ENGLISH, "check-config", file)).isEqualTo(ExitCode.BLOCKED);
        assertThat(out()).contains(file + ":5:1: warning: cold_plug_vfio stands in [runtime]")
                .contains("to mend it: Move to [hypervisor.qemu]");
        assertThat(err()).isEmpty();
    }

    @Test
    void nothingWrongIsDone() throws Exception {
        assertThat(run(Locale.ENGLISH, "check-config", file("[hypervisor.qemu]\npath = \"/q\"\n")))
                .isEqualTo(ExitCode.DONE);
        assertThat(out()).contains("Nothing is wrong with it.");
    }

    @Test
    void jsonIsOneDocument() throws Exception {
        String file = file(WRONG);
        assertThat(run(Locale.ENGLISH, "check-config", "--json", "--kata-version", "3.15.0", file))
                .isEqualTo(ExitCode.BLOCKED);
        JsonNode told = new ObjectMapper().readTree(out());
        assertThat(told.path("form").asText()).isEqualTo("check-config/1");
        assertThat(told.path("kata").path("guessed").asBoolean()).isFalse();
        assertThat(told.path("findings")).hasSize(1);
        assertThat(told.path("findings").get(0).path("line").asInt()).isEqualTo(5);
        assertThat(told.path("findings").get(0).path("id").asText()).isEqualTo("kataconf.check.misplaced");
    }

    @Test
    void goesConfigurationIsShownAsRustReadsIt() throws Exception {
        String file = file("[hypervisor.qemu]\npath = \"/q\"\n\n[agent.kata]\ndial_timeout = 60\n");
        assertThat(run(Locale.ENGLISH, "translate-config", file)).isEqualTo(ExitCode.DONE);
        assertThat(out()).contains("- dial_timeout = 60", "+ reconnect_timeout_ms = 60000");
        assertThat(run(Locale.ENGLISH, "translate-config", file("[runtime]\nhypervisor_name = \"qemu\"\n")))
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void theVersionToldDecides() throws Exception {
        String file = file("[hypervisor.qemu]\npcie_root_port = 2\n");
        assertThat(run(Locale.ENGLISH, "check-config", file)).isEqualTo(ExitCode.DONE);
        assertThat(run(Locale.ENGLISH, "check-config", "--kata-version=CC-0.8.0", file)).isEqualTo(ExitCode.BLOCKED);
    }

    @Test
    void whatCannotBeReadFailed() {
        assertThat(run(Locale.ENGLISH, "check-config", folder.resolve("absent").toString()))
                .isEqualTo(ExitCode.FAILED);
        assertThat(err()).contains("absent cannot be read");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"frobnicate|This is no command or option here: frobnicate",
        "check-config|This is missing: FILE", "check-config --nope x|This is no command or option here: --nope",
        "check-config --runtime perl x|--runtime cannot be \"perl\"",
        "check-config --kata-version new x|--kata-version cannot be \"new\"",
        "check-config --kata-version|This is missing: --kata-version"})
    void aWrongCommandLineIsUsage(String line, String told) {
        assertThat(run(Locale.ENGLISH, line.split(" "))).isEqualTo(ExitCode.USAGE);
        assertThat(err()).contains(told).contains("--help");
        assertThat(out()).isEmpty();
    }

    @Test
    void helpAndFindingsComeInTheAdminsLanguage() throws Exception {
        assertThat(run(Locale.SIMPLIFIED_CHINESE, "check-config", "--help")).isEqualTo(ExitCode.DONE);
        assertThat(out()).startsWith("用法： kata-gpu-wizard check-config").contains("选项：", "不需要主机");
        run(Locale.SIMPLIFIED_CHINESE, "check-config", file(WRONG));
        assertThat(out()).contains("警告");
    }

    @Test
    void bashCompletesCommandsAndOptions() throws Exception {
        assertThat(run(Locale.ENGLISH, "completion")).isEqualTo(ExitCode.DONE);
        Path script = Files.writeString(folder.resolve("completion.sh"), out());
        assertThat(completed(script, "kata-gpu-wizard", "pl")).contains("plan");
        assertThat(completed(script, "kata-gpu-wizard", "apply", "--y")).contains("--yes");
    }

    private static String completed(Path script, String... typed) throws Exception {
        Process bash = new ProcessBuilder("bash", "-c", "source " + script + "; COMP_WORDS=(" + String.join(" ", typed)
                + "); COMP_CWORD=" + (typed.length - 1)
                + "; _complete_kata-gpu-wizard; printf '%s\\n' \"${COMPREPLY[@]}\"").redirectErrorStream(true).start();
        bash.getOutputStream().close();
        return new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void withoutACommandItSaysWhatThereIs() {
        assertThat(run(Locale.ENGLISH)).isEqualTo(ExitCode.USAGE);
        assertThat(err()).contains("Usage: kata-gpu-wizard", "check-config");
    }
}
