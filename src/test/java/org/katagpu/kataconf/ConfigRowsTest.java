package org.katagpu.kataconf;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.katagpu.CpuTime;
import org.katagpu.kataconf.schema.KataVersion;
import org.katagpu.kataconf.schema.KnownVersion;
import org.katagpu.kataconf.schema.Schema;
import org.katagpu.kataconf.toml.TablePath;
import org.katagpu.kataconf.toml.Templates;
import org.katagpu.kataconf.toml.TomlDocument;
import org.katagpu.kataconf.toml.TomlValue;

class ConfigRowsTest {
    private static final TablePath QEMU = TablePath.of("hypervisor", "qemu");
    private static final KataVersion OLDER = KataVersion.of(KnownVersion.CC_0_8_0);

    private final ConfigRows rows = new ConfigRows(new Schema());

    private KeyRow row(String key) {
        return rows.rows(Templates.ours("older-qemu.toml").document(), QEMU, OLDER).stream()
                .filter(row -> row.ref().key().equals(key)).findFirst().orElseThrow();
    }

    @Test
    void effectiveIsTheActiveValueOrTheDefault() {
        assertThat(row("default_memory").effective()).contains(TomlValue.whole(2048));
        assertThat(row("cold_plug_vfio").state()).isEqualTo(KeyRow.State.COMMENTED_OUT);
        assertThat(row("cold_plug_vfio").effective()).contains(TomlValue.text("no-port"));
        assertThat(row("msize_9p").state()).isEqualTo(KeyRow.State.ABSENT);
        assertThat(row("msize_9p").effective()).contains(TomlValue.whole(8192));
        assertThat(row("path").effective()).contains(TomlValue.text("/usr/bin/qemu-system-aarch64"));
    }

    @Test
    void aKeyTheVersionDoesNotReadHasNoEffect() {
        assertThat(row("pcie_root_port").known()).isFalse();
        assertThat(row("hotplug_vfio_on_root_bus").spec()).isEqualTo(Optional.empty());
    }

    @Test
    void tablesTheFileLacksAreOffered() {
        assertThat(rows.tables(TomlDocument.of("[hypervisor.clh]\npath = \"/c\"\n"), OLDER)).containsExactly(
                TablePath.of("hypervisor", "clh"), TablePath.of("agent", "kata"), TablePath.of("runtime"),
                TablePath.of("factory"));
    }

    @Test
    void aFileOfAThousandKeysIsThereAtOnce() throws Exception {
        StringBuilder text = new StringBuilder("[hypervisor.qemu]\n");
        for (int i = 0; i < 1_000; i++) {
            text.append("# About this key.\nkey_").append(i).append(" = \"value\"\n#key_").append(i).append(" = 1\n\n");
        }
        byte[] bytes = text.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        long best = Long.MAX_VALUE;
        for (int round = 0; round < 8; round++) {
            long start = CpuTime.nanos();
            TomlDocument document = TomlDocument.read(bytes);
            List<KeyRow> found = rows.rows(document, QEMU, OLDER);
            best = Math.min(best, CpuTime.nanos() - start);
            assertThat(found).hasSizeGreaterThan(1_000);
        }
        assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(100));
    }
}
