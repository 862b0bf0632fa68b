package org.katagpu.kataconf.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.katagpu.kataconf.schema.KataVersion;
import org.katagpu.kataconf.schema.KnownVersion;
import org.katagpu.kataconf.schema.Schema;
import org.katagpu.kataconf.toml.Templates;
import org.katagpu.kataconf.toml.TomlDocument;
import org.katagpu.message.Messages;

class InspectorTest {
    private final Inspector inspector = new Inspector(new Schema());
    private final Messages english = new Messages(Locale.ENGLISH);

    private List<Diagnostic> inspect(String text, KnownVersion version) {
        return inspector.inspect(TomlDocument.of(text), KataVersion.of(version));
    }

    private Diagnostic only(String text) {
        List<Diagnostic> found = inspect(text, KnownVersion.V3_15_0);
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private static String mended(String text, Diagnostic fault, int fix) throws Exception {
        return fault.fixes().get(fix).applyTo(TomlDocument.of(text)).text();
    }

    @Test
    void aKeyInTheWrongTableIsToldAndMoved() throws Exception {
        String text = "[hypervisor.qemu]\npath = \"/q\"\n\n[runtime]\ncold_plug_vfio = \"root-port\"\n";
        Diagnostic fault = only(text);
        assertThat(english.get(fault.what())).isEqualTo(
                "cold_plug_vfio stands in [runtime]: Kata ignores it there. It belongs in [hypervisor.qemu].");
        assertThat(fault.severity()).isEqualTo(Severity.WARNING);
        assertThat(english.get(fault.fixes().getFirst().label())).isEqualTo("Move to [hypervisor.qemu]");
        assertThat(mended(text, fault, 0))
                .isEqualTo("[hypervisor.qemu]\npath = \"/q\"\ncold_plug_vfio = \"root-port\"\n\n[runtime]\n");
    }

    @Test
    void aKeyAppendedAtTheEndOfTheFileIsInTheLastTable() {
        String text = Templates.ours("older-qemu.toml").document().text()
                .replace("#provision=", "#").concat("default_memory = 20480\n");
        assertThat(inspect(text, KnownVersion.CC_0_8_0)).anySatisfy(fault -> assertThat(english.get(fault.what()))
                .isEqualTo(
                        "default_memory stands in [image]: Kata ignores it there. It belongs in [hypervisor.qemu]."));
    }

    @Test
    void duplicatesBlockAndEitherCanBeRemoved() throws Exception {
        String text = "[agent.kata]\ndial_timeout = 45\n# again\ndial_timeout = 60\n";
        Diagnostic fault = only(text);
        assertThat(Inspector.blocks(List.of(fault))).isTrue();
        assertThat(fault.at().line()).isEqualTo(4);
        assertThat(english.get(fault.what())).startsWith(
                "dial_timeout is set twice in [agent.kata]: in line 2 to 45 and in line 4 to 60.");
        assertThat(mended(text, fault, 0)).isEqualTo("[agent.kata]\ndial_timeout = 45\n# again\n");
        assertThat(mended(text, fault, 1)).isEqualTo("[agent.kata]\n# again\ndial_timeout = 60\n");
    }

    @Test
    void aTableThatStandsTwiceBlocks() {
        assertThat(only("[runtime]\nenable_debug = true\n[factory]\n[runtime]\n").severity()).isEqualTo(Severity.ERROR);
    }

    @Test
    void aMisspeltKeyIsRenamed() throws Exception {
        String text = "[hypervisor.qemu]\ndefualt_memory = 4096\n";
        Diagnostic fault = only(text);
        assertThat(english.get(fault.what())).endsWith("Is default_memory meant?");
        assertThat(mended(text, fault, 0)).isEqualTo("[hypervisor.qemu]\ndefault_memory = 4096\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"default_memory = \"20480\"|20480|kataconf.check.type",
        "confidential_guest = \"true\"|true|kataconf.check.type",
        "enable_annotations = \"a\"|[\"a\"]|kataconf.check.type",
        "cold_plug_vfio = \"rootport\"|\"root-port\"|kataconf.check.choice"})
    void wrongValuesBlockAndAreMended(String line, String becomes, String key) throws Exception {
        String text = "[hypervisor.qemu]\n" + line + "\n";
        Diagnostic fault = only(text);
        assertThat(fault.what().key()).isEqualTo(key);
        assertThat(fault.severity()).isEqualTo(Severity.ERROR);
        assertThat(mended(text, fault, 0)).endsWith("= " + becomes + "\n");
    }

    @ParameterizedTest
    @CsvSource({"default_memory = 100,WARNING", "default_memory = -1,ERROR", "default_memory = 5000000000,ERROR",
        "pcie_root_port = 17,ERROR", "default_bridges = 6,WARNING"})
    void numbersOutOfRangeAreTold(String line, Severity severity) {
        Diagnostic fault = only("[hypervisor.qemu]\n" + line + "\n");
        assertThat(fault.severity()).isEqualTo(severity);
        assertThat(fault.what().key()).startsWith("kataconf.check.range");
    }

    @Test
    void keysThatExcludeEachOtherBlock() throws Exception {
        String text = "[hypervisor.qemu]\nimage = \"/i\"\ninitrd = \"/r\"\nhot_plug_vfio = \"bridge-port\"\ncold_plug_vfio = \"root-port\"\n";
        List<Diagnostic> found = inspect(text, KnownVersion.V4_1_0);
        assertThat(found).extracting(fault -> fault.what().key()).containsExactly("kataconf.check.image",
                "kataconf.check.plug");
        assertThat(mended(text, found.getLast(), 0)).contains("#hot_plug_vfio");
        assertThat(inspect("[hypervisor.qemu]\nhot_plug_vfio = \"no-port\"\ncold_plug_vfio = \"root-port\"\n",
                KnownVersion.V4_1_0)).isEmpty();
    }

    @Test
    void keysTheHostsVersionDoesNotKnowAreMarked() {
        Diagnostic fault = inspect("[hypervisor.qemu]\npcie_root_port = 2\n", KnownVersion.CC_0_8_0).getFirst();
        assertThat(english.get(fault.what()))
                .isEqualTo(
                        "Kata CC-0.8.0 ignores pcie_root_port. These versions know it: 3.15.0, 3.26.0, 3.32.0, 4.1.0, 4.1.0 (Rust).");
    }

    @Test
    void fractionsOfVcpusAreForNewerVersionsOnly() {
        String text = "[hypervisor.qemu]\ndefault_vcpus = 1.5\n";
        assertThat(inspect(text, KnownVersion.V3_15_0)).isEmpty();
        assertThat(inspect(text, KnownVersion.CC_0_8_0)).hasSize(1);
    }

    @Test
    void anUnknownTableIsToldOnce() {
        assertThat(english.get(only("[hypervisor.qemuu]\npath = \"/q\"\n").what()))
                .endsWith("Is [hypervisor.qemu] meant?");
    }

    @Test
    void commentedOutKeysAreNotJudged() {
        assertThat(inspect("[runtime]\n#cold_plug_vfio = \"root-port\"\n#dial_timeout = \"x\"\n", KnownVersion.V3_15_0))
                .isEmpty();
    }

    @Test
    void ourTemplatesHaveNoFaultForTheirVersions() {
        assertThat(inspector.inspect(Templates.ours("newer-qemu.toml").document(), KataVersion.of(KnownVersion.V4_1_0)))
                .isEmpty();
        assertThat(inspector.inspect(Templates.ours("older-qemu.toml").document(),
                KataVersion.of(KnownVersion.CC_0_8_0))).isEmpty();
    }
}
