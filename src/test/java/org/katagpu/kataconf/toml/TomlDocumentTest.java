package org.katagpu.kataconf.toml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.katagpu.message.ProblemException;

class TomlDocumentTest {
    private static final TablePath QEMU = TablePath.of("hypervisor", "qemu");

    private static KeyRef qemu(String key) {
        return new KeyRef(QEMU, key);
    }

    private static TomlDocument older() {
        return Templates.ours("older-qemu.toml").document();
    }

    private static TomlDocument odd() {
        return Templates.ours("odd.toml").document();
    }

    @ParameterizedTest
    @MethodSource("org.katagpu.kataconf.toml.Templates#all")
    void loadAndSaveIsByteIdentical(Templates template) {
        assertThat(template.document().bytes()).isEqualTo(template.bytes());
    }

    @ParameterizedTest
    @MethodSource("org.katagpu.kataconf.toml.Templates#all")
    void everyValueIsReadAsAnotherParserReadsIt(Templates template) {
        TomlDocument document = template.document();
        Map<String, String> ours = new TreeMap<>();
        document.activeKeys().forEach(ref -> ours.put(JacksonToml.path(ref),
                JacksonToml.shown(document.value(ref).orElseThrow())));
        assertThat(ours).isEqualTo(JacksonToml.of(document));
    }

    @Test
    void setReplacesOnlyTheValue() throws Exception {
        assertThat(odd().after(new Edit.Set(qemu("default_memory"), TomlValue.whole(20480))).text())
                .isEqualTo(odd().text().replace("4_096", "20480"));
    }

    @Test
    void settingTheSameValueChangesNothing() throws Exception {
        assertThat(odd().after(new Edit.Set(qemu("default_memory"), TomlValue.whole(4096)))).isEqualTo(odd());
    }

    @Test
    void setOnACommentedOutKeyGoesBehindItsTwin() throws Exception {
        TomlDocument changed = older().after(new Edit.Set(qemu("cold_plug_vfio"), TomlValue.text("root-port")));
        assertThat(changed.text()).isEqualTo(older().text().replace("#cold_plug_vfio = \"root-port\" \n",
                "#cold_plug_vfio = \"root-port\" \ncold_plug_vfio = \"root-port\"\n"));
    }

    @Test
    void setOnAnAbsentKeyGoesToTheEndOfItsTableNotOfTheFile() throws Exception {
        TomlDocument changed = older().after(new Edit.Set(qemu("enable_debug"), TomlValue.flag(true)));
        assertThat(changed.text()).isEqualTo(older().text().replace("disable_guest_selinux= true\n",
                "disable_guest_selinux= true\nenable_debug = true\n"));
        TomlDocument runtime = older().after(
                new Edit.Set(new KeyRef(TablePath.of("runtime"), "enable_pprof"), TomlValue.flag(true)));
        assertThat(runtime.text()).contains("experimental= []\nenable_pprof = true\n\n# WARNING: not ready yet.");
    }

    @Test
    void setMakesATableThatIsMissing() throws Exception {
        TomlDocument changed = TomlDocument.of("a = 1")
                .after(new Edit.Set(new KeyRef(TablePath.of("agent", "kata"), "dial_timeout"), TomlValue.whole(60)));
        assertThat(changed.text()).isEqualTo("a = 1\n\n[agent.kata]\ndial_timeout = 60");
    }

    @Test
    void aKeyOfTheRootTableStaysAboveTheFirstHeader() throws Exception {
        TomlDocument changed = TomlDocument.of("# head\n\n# about t\n[t]\nx = 1\n")
                .after(new Edit.Set(new KeyRef(TablePath.ROOT, "a"), TomlValue.whole(1)));
        assertThat(changed.text()).isEqualTo("# head\n\na = 1\n# about t\n[t]\nx = 1\n");
    }

    @Test
    void aMissingLastLineBreakStaysMissing() throws Exception {
        TomlDocument changed = odd()
                .after(new Edit.Set(new KeyRef(TablePath.of("runtime"), "vfio_mode"), TomlValue.text("vfio")));
        assertThat(changed.text()).isEqualTo(odd().text() + "\nvfio_mode = \"vfio\"");
    }

    @Test
    void indentationAndLineBreaksOfTheNeighbourAreTaken() throws Exception {
        TomlDocument changed = odd().after(new Edit.Set(qemu("enable_debug"), TomlValue.flag(true)));
        assertThat(changed.text()).isEqualTo(odd().text().replace("\t#]\r\n", "\t#]\r\n\tenable_debug = true\r\n"));
    }

    @Test
    void enableAndUnsetAreEachOthersReverse() throws Exception {
        TomlDocument enabled = older().after(new Edit.Enable(qemu("pcie_root_port")));
        assertThat(enabled.text()).isEqualTo(older().text().replace("#pcie_root_port", "pcie_root_port"));
        assertThat(enabled.after(new Edit.Unset(qemu("pcie_root_port")))).isEqualTo(older());
        TomlDocument spaced = older().after(new Edit.Enable(qemu("confidential_guest")));
        assertThat(spaced.text()).isEqualTo(older().text().replace("# confidential_guest", "confidential_guest"));
    }

    @Test
    void aCommentedOutArrayOverSeveralLinesIsEnabledWhole() throws Exception {
        TomlDocument enabled = odd().after(new Edit.Enable(qemu("pflashes")));
        assertThat(enabled.value(qemu("pflashes"))).contains(TomlValue.texts(List.of("/a.img", "/b.img")));
        assertThat(enabled.after(new Edit.Unset(qemu("pflashes"))).commentedOut(qemu("pflashes"))).hasSize(1);
    }

    @Test
    void unsetOfSeveralLinesCommentsAllOfThem() throws Exception {
        TomlDocument unset = odd().after(new Edit.Unset(qemu("kernel_params")));
        assertThat(unset.value(qemu("kernel_params"))).isEmpty();
        assertThat(unset.text()).contains("\t#kernel_params = \"\"\"\\\r\n#\t\trodata=off \\\r\n#\t\tquiet\"\"\"\r\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "machine_type,default_memory,image,path|\"image\", # trailing comma|\"image\",\\n\\t\\t\"path\", # trailing comma",
        "default_memory,image|\"machine_type\", # the first\\n\\t\\t# a whole line\\n\\t\\t|``",
        "machine_type,default_memory|,\\n\\t\\t\"image\"|``",
        "machine_type,kernel,image|\"default_memory\"|\"kernel\"",
        "kernel,machine_type,default_memory,image|\"machine_type\"|\"kernel\",\\n\\t\\t\"machine_type\""})
    void anArrayOverSeveralLinesKeepsItsLayout(String wanted, String was, String becomes) throws Exception {
        KeyRef ref = qemu("enable_annotations");
        TomlDocument document = TomlDocument.of(odd().text().replace("\r\n", "\n"));
        TomlDocument changed = document.after(new Edit.Set(ref, TomlValue.texts(List.of(wanted.split(",")))));
        int at = document.text().indexOf("enable_annotations");
        assertThat(changed.text()).isEqualTo(document.text().substring(0, at)
                + document.text().substring(at).replace(escaped(was), escaped(becomes)));
        assertThat(changed.value(ref)).contains(TomlValue.texts(List.of(wanted.split(","))));
    }

    private static String escaped(String text) {
        return text.replace("\\n", "\n").replace("\\t", "\t");
    }

    @Test
    void dottedKeysAndInlineTablesAreTheKeysOfTheirTables() throws Exception {
        KeyRef dotted = new KeyRef(TablePath.of("hypervisor", "clh"), "default_memory");
        KeyRef inline = new KeyRef(TablePath.of("hypervisor", "remote"), "remote_hypervisor_timeout");
        assertThat(odd().value(dotted)).contains(TomlValue.whole(1024));
        assertThat(odd().after(new Edit.Set(inline, TomlValue.whole(90))).text())
                .isEqualTo(odd().text().replace("timeout = 60 }", "timeout = 90 }"));
        TomlDocument added = odd().after(
                new Edit.Set(new KeyRef(TablePath.of("hypervisor", "clh"), "kernel"), TomlValue.text("/k")));
        assertThat(added.text()).contains("clh . default_memory = 1024\r\nclh.kernel = \"/k\"\r\n");
        assertThat(JacksonToml.of(added)).containsEntry("/hypervisor/clh/kernel", "\"/k\"");
    }

    @Test
    void whatSharesALineWithOthersIsNotRemovedButExplained() {
        KeyRef inline = new KeyRef(TablePath.of("hypervisor", "remote"), "remote_hypervisor_timeout");
        KeyRef fresh = new KeyRef(TablePath.of("hypervisor", "remote"), "enable_debug");
        for (Edit edit : List.of(new Edit.Remove(inline), new Edit.Unset(inline),
                new Edit.Set(fresh, TomlValue.flag(true)))) {
            assertThatThrownBy(() -> odd().after(edit)).isInstanceOfSatisfying(ProblemException.class,
                    refused -> assertThat(refused.problem().what().key()).isEqualTo("kataconf.edit.inline"));
        }
    }

    @Test
    void elementsOfArraysOfTablesAreToldApart() throws Exception {
        KeyRef second = new KeyRef(
                TablePath.of("hypervisor", "qemu", "guest_extension_images").element(1), "name");
        assertThat(odd().value(second)).contains(TomlValue.text("tools"));
        assertThat(odd().after(new Edit.Set(second, TomlValue.text("x"))).text())
                .isEqualTo(odd().text().replace("\"tools\"", "\"x\""));
    }

    @Test
    void moveTakesTheValueAsWritten() throws Exception {
        TomlDocument document = TomlDocument
                .of("[hypervisor.qemu]\npath = 'p'\n\n[runtime]\ncold_plug_vfio = 'root-port'\n");
        KeyRef wrong = new KeyRef(TablePath.of("runtime"), "cold_plug_vfio");
        assertThat(document.after(new Edit.Move(wrong, 0, QEMU)).text())
                .isEqualTo("[hypervisor.qemu]\npath = 'p'\ncold_plug_vfio = 'root-port'\n\n[runtime]\n");
    }

    @Test
    void rowsTellActiveFromCommentedOutWithTheFilesOwnHelp() {
        List<Row> rows = older().rows(QEMU);
        Row memory = rows.stream().filter(row -> row.ref().key().equals("default_memory")).findFirst().orElseThrow();
        assertThat(memory.state()).isEqualTo(Row.State.ACTIVE);
        assertThat(memory.help()).isEqualTo("Guest memory in MiB.");
        Row cold = rows.stream().filter(row -> row.ref().key().equals("cold_plug_vfio")).findFirst().orElseThrow();
        assertThat(cold.state()).isEqualTo(Row.State.COMMENTED_OUT);
        assertThat(cold.help()).isEqualTo("The same before the start.\nThe default is  \"no-port\".");
        assertThat(cold.content()).contains(TomlValue.text("root-port"));
        assertThat(rows).extracting(row -> row.ref().key()).doesNotHaveDuplicates();
        assertThat(odd().rows(QEMU).getFirst().remark()).isEqualTo("tab before");
    }

    @Test
    void examplesInsideOfCommentsAreNoKeys() {
        assertThat(older().commentedOut(qemu("kernel_params"))).isEmpty();
        assertThat(older().commentedOut(new KeyRef(TablePath.of("agent", "kata"), "kernel_modules"))).isEmpty();
        assertThat(odd().commentedOut(new KeyRef(TablePath.of("runtime"), "dial_timeout"))).isEmpty();
    }

    @Test
    void aCommentedOutKeyWithoutAValidValueCanBeSetButNotEnabled() throws Exception {
        KeyRef provision = new KeyRef(TablePath.of("image"), "provision");
        assertThat(older().commentedOut(provision)).hasSize(2)
                .allSatisfy(twin -> assertThat(twin.content()).isEqualTo(Optional.empty()));
        assertThatThrownBy(() -> older().after(new Edit.Enable(provision))).isInstanceOf(ProblemException.class);
        assertThat(older().after(new Edit.Set(provision, TomlValue.text("data:///k"))).text())
                .endsWith("<tenant-id>\nprovision = \"data:///k\"\n");
    }
}
