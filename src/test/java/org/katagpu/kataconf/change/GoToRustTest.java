package org.katagpu.kataconf.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.katagpu.cli.KataTemplates;
import org.katagpu.kataconf.check.Inspector;
import org.katagpu.kataconf.schema.KataVersion;
import org.katagpu.kataconf.schema.KnownVersion;
import org.katagpu.kataconf.schema.Schema;
import org.katagpu.kataconf.schema.StrictReader;
import org.katagpu.kataconf.toml.TomlDocument;
import org.katagpu.message.Text;

class GoToRustTest {
    private static final KataVersion RUST = KataVersion.of(KnownVersion.RS_4_1_0);
    private final Schema schema = new Schema();

    private Translation translate(String go) throws Exception {
        return new GoToRust(schema, KataVersion.of(KnownVersion.V4_1_0), RUST).of(TomlDocument.of(go));
    }

    @Test
    void keysGetTheirNamesTablesAndUnits() throws Exception {
        Translation told = translate("""
                # mine
                [hypervisor.qemu]
                path = "/q" # stays
                seccompsandbox = "on"
                cold_plug_vfio = "root-port"

                [agent.kata]
                dial_timeout = 60
                debug_console_enabled = true

                [runtime]
                create_container_timeout = 1200
                """);
        assertThat(told.after().text()).isEqualTo("""
                # mine
                [hypervisor.qemu]
                path = "/q" # stays
                cold_plug_vfio = "root-port"
                seccomp_sandbox = "on"

                [agent.kata]
                debug_console_enabled = true
                reconnect_timeout_ms = 60000
                create_container_timeout = 1200

                [runtime]
                name = "virt_container"
                hypervisor_name = "qemu"
                agent_name = "kata"
                """);
        assertThat(told.open()).isEmpty();
    }

    @Test
    void whatHasNoCounterpartIsCommentedOutAndTold() throws Exception {
        Translation told = translate("""
                [hypervisor.qemu]
                cold_plug_vfio = "bridge-port"
                numa_mapping = ["0"]
                measurement_algo = ""
                confidential_guest = true
                """);
        assertThat(told.after().text()).contains("#cold_plug_vfio = \"bridge-port\"\n", "#numa_mapping = [\"0\"]\n");
        assertThat(told.open()).extracting(Text::key).containsExactly("kataconf.translate.dropped",
                "kataconf.translate.dropped", "kataconf.translate.virtcca");
        assertThat(told.open().getFirst().arguments()).containsExactly("[hypervisor.qemu] cold_plug_vfio",
                "\"bridge-port\"");
    }

    @Test
    void cloudHypervisorHasAnotherNameAndStratovirtIsNotThere() throws Exception {
        assertThat(translate("[hypervisor.clh]\npath = \"/c\"\n").after().text())
                .startsWith("[hypervisor.cloud-hypervisor]\n").contains("hypervisor_name = \"cloud-hypervisor\"");
        assertThat(translate("[hypervisor.stratovirt]\npath = \"/c\"\n").open()).extracting(Text::key)
                .containsExactly("kataconf.translate.hypervisor");
    }

    /** Every configuration the Go runtimes ship is one the runtime in Rust starts with. */
    @Test
    void everyTemplateOfGosIsTakenByTheRuntimeInRust() throws Exception {
        List<KataTemplates> templates = KataTemplates.all().stream().filter(one -> !one.rust()).toList();
        Assumptions.assumeFalse(templates.isEmpty());
        StrictReader reader = StrictReader.of(KnownVersion.RS_4_1_0);
        List<String> refused = new ArrayList<>();
        int open = 0;
        for (KataTemplates template : templates) {
            KataVersion from = KataVersion.parse(template.version()).orElseThrow();
            Translation told = new GoToRust(schema, from, RUST).of(TomlDocument.of(template.text()));
            reader.refuses(told.after().text()).forEach(why -> refused.add(template.name() + ": " + why));
            if (Inspector.blocks(new Inspector(schema).inspect(told.after(), RUST))) {
                refused.add(template.name() + ": " + new Inspector(schema).inspect(told.after(), RUST));
            }
            open += told.open().size();
        }
        System.out.printf("translated: %d templates, %d keys without counterpart, %d refused%n", templates.size(), open,
                refused.size());
        assertThat(refused).isEmpty();
    }
}
