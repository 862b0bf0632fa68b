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
import org.katagpu.kataconf.toml.TomlDocument;
import org.katagpu.message.Messages;

/** What is said of a configuration of the runtime in Rust. */
class RustCheckTest {
    private final Inspector inspector = new Inspector(new Schema());
    private final Messages english = new Messages(Locale.ENGLISH);

    private List<Diagnostic> inspect(String text) {
        return inspector.inspect(TomlDocument.of(text), KataVersion.of(KnownVersion.RS_4_1_0));
    }

    private Diagnostic only(String text) {
        List<Diagnostic> found = inspect(text);
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "agent.kata|dial_timeout = 60|agent.kata|reconnect_timeout_ms = 60000|ERROR",
        "agent.kata|cdh_api_timeout = 50|agent.kata|cdh_api_timeout_ms = 50000|ERROR",
        "runtime|create_container_timeout = 1200|agent.kata|create_container_timeout = 1200|WARNING",
        "hypervisor.qemu|seccompsandbox = \"on\"|hypervisor.qemu|seccomp_sandbox = \"on\"|WARNING",
        "factory|enable_template = true|hypervisor.qemu.factory|enable_template = true|WARNING"})
    void aNameOfGosIsCarriedOver(String table, String line, String home, String becomes, Severity severity)
            throws Exception {
        Diagnostic fault = only("[" + table + "]\n" + line + "\n");
        assertThat(fault.severity()).isEqualTo(severity);
        String mended = fault.fixes().getFirst().applyTo(TomlDocument.of("[" + table + "]\n" + line + "\n")).text();
        assertThat(mended).contains("[" + home + "]").contains(becomes).contains("#" + line);
        assertThat(inspect(mended)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"agent.kata,diall_timeout_ms = 9,ERROR", "agent.kata,quite_unknown = 9,ERROR",
        "agent.kata.mem_agent,memcg_swp = true,ERROR", "hypervisor.qemu.factory,vm_cache_number = 1,ERROR",
        "agent.kata,cold_plug_vfio = \"root-port\",ERROR", "runtime,quite_unknown = 9,WARNING",
        "hypervisor.qemu,quite_unknown = 9,WARNING", "hypervisor.qemu,hot_plug_vfio = \"root-port\",WARNING"})
    void unknownKeysStopEveryStartInSomeTablesAndAreIgnoredInOthers(String table, String line, Severity severity) {
        assertThat(only("[" + table + "]\n" + line + "\n").severity()).isEqualTo(severity);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"cold_plug_vfio = \"switch-port\"|ERROR", "cold_plug_vfio = \"\"|",
        "shared_fs = \"inline-virtio-fs\"|", "shared_fs = \"virtio-9p\"|ERROR", "pcie_root_port = 3|",
        "enable_guest_swap = true|ERROR", "memory_slots = \"3\"|ERROR", "overhead_vcpus = 0.3|"})
    void valuesAreThisRuntimes(String line, Severity severity) {
        assertThat(inspect("[hypervisor.qemu]\n" + line + "\n")).extracting(Diagnostic::severity)
                .isEqualTo(severity == null ? List.of() : List.of(severity));
    }

    @Test
    void thePauseMustFitIntoTheWholeTime() throws Exception {
        String text = "[agent.kata]\ndial_timeout_ms = 60000\nreconnect_timeout_ms = 45000\n";
        Diagnostic fault = only(text);
        assertThat(fault.severity()).isEqualTo(Severity.ERROR);
        assertThat(english.get(fault.what())).contains("60000 ms").contains("45000 ms");
        assertThat(inspect(fault.fixes().getFirst().applyTo(TomlDocument.of(text)).text())).isEmpty();
        assertThat(only("[agent.kata]\ndial_timeout_ms = 60000\n").severity()).isEqualTo(Severity.ERROR);
        assertThat(inspect("[agent.kata]\nreconnect_timeout_ms = 60000\n")).isEmpty();
    }

    @Test
    void portsOfBothKindsAndAHypervisorWithoutATableAreRefused() {
        assertThat(only("[hypervisor.qemu]\npcie_root_port = 1\npcie_switch_port = 1\n").severity())
                .isEqualTo(Severity.ERROR);
        assertThat(inspect("[hypervisor.qemu]\npcie_root_port = 1\npcie_switch_port = 0\n")).isEmpty();
        assertThat(only("[hypervisor.qemu]\npath = \"/q\"\n[runtime]\nhypervisor_name = \"clh\"\n").severity())
                .isEqualTo(Severity.ERROR);
    }

    @Test
    void aNameOfRustsIsCarriedToGo() throws Exception {
        String text = "[agent.kata]\nreconnect_timeout_ms = 60000\n";
        List<Diagnostic> found = inspector.inspect(TomlDocument.of(text), KataVersion.of(KnownVersion.V4_1_0));
        assertThat(found).extracting(Diagnostic::severity).containsExactly(Severity.WARNING);
        assertThat(found.getFirst().fixes().getFirst().applyTo(TomlDocument.of(text)).text())
                .contains("\ndial_timeout = 60\n");
    }
}
