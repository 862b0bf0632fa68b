package org.katagpu.setup.kata;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.katagpu.cli.KataTemplates;
import org.katagpu.kataconf.advice.Hypervisors;
import org.katagpu.kataconf.advice.Recommendations;
import org.katagpu.kataconf.advice.SetupFacts;
import org.katagpu.kataconf.advice.Variant;
import org.katagpu.kataconf.change.History;
import org.katagpu.kataconf.check.Inspector;
import org.katagpu.kataconf.schema.KataVersion;
import org.katagpu.kataconf.schema.KnownVersion;
import org.katagpu.kataconf.schema.Schema;
import org.katagpu.kataconf.schema.StrictReader;
import org.katagpu.kataconf.toml.TomlDocument;

/** Every configuration Kata ships, taken through the wizard's edits as its own runtime would then read it. */
class EveryTemplateTest {
    private final List<KataTemplates> templates = KataTemplates.all();
    private final Inspector inspector = new Inspector(new Schema());

    private static KataVersion version(KataTemplates template) {
        KataVersion version = KataVersion.parse(template.version()).orElseThrow();
        return template.rust() ? version.inRust() : version;
    }

    private static SetupFacts facts(KataTemplates template, int gpus) {
        KataVersion version = version(template);
        Variant variant = switch (version.nearest()) {
            case CC_0_8_0 -> Variant.CC_0_8_0;
            case V3_15_0 -> Variant.V3_15;
            default -> gpus == 2 ? Variant.V3_15 : Variant.PLAIN;
        };
        return new SetupFacts(262_144, gpus, 30_000, variant, version);
    }

    @Test
    void noByteChangesWithoutAnEdit() throws Exception {
        Assumptions.assumeFalse(templates.isEmpty());
        for (KataTemplates template : templates) {
            byte[] bytes = template.text().getBytes(StandardCharsets.UTF_8);
            assertThat(TomlDocument.read(bytes).bytes()).as(template.name()).isEqualTo(bytes);
        }
    }

    @Test
    void whatIsRecommendedIsTakenByTheRuntimeItself() throws Exception {
        Assumptions.assumeFalse(templates.isEmpty());
        int edited = 0;
        int edits = 0;
        for (KataTemplates template : templates) {
            StrictReader reader = StrictReader.of(version(template).nearest());
            assertThat(reader.refuses(template.text())).as(template.name() + " as shipped").isEmpty();
            TomlDocument before = TomlDocument.of(template.text());
            for (int gpus : List.of(0, 1, 2, 8)) {
                SetupFacts facts = facts(template, gpus);
                History history = new History(before);
                var wanted = Recommendations.applyAll(Recommendations.of(before, facts));
                history.apply(wanted);
                String text = history.present().text();
                assertThat(reader.refuses(text)).as(template.name()).isEmpty();
                List<org.katagpu.kataconf.check.Diagnostic> left = inspector.inspect(history.present(),
                        facts.version());
                assertThat(Inspector.blocks(left)).as(template.name() + left).isFalse();
                assertThat(history.present().tables()).as("no table is added").isEqualTo(before.tables());
                assertThat(Recommendations.of(history.present(), facts)).allMatch(one -> one.satisfied());
                edits += wanted.size();
                edited += wanted.isEmpty() ? 0 : 1;
            }
        }
        System.out.printf("templates: %d, edited %d times with %d edits, none refused%n", templates.size(), edited,
                edits);
        assertThat(edited).isGreaterThan(40);
    }

    /** What a template for another hypervisor gets: nothing. */
    @Test
    void noHypervisorsTableIsAdded() {
        Assumptions.assumeFalse(templates.isEmpty());
        List<String> others = new ArrayList<>();
        for (KataTemplates template : templates) {
            TomlDocument document = TomlDocument.of(template.text());
            if (Hypervisors.fault(document).isPresent()) {
                others.add(template.name());
                assertThat(Recommendations.of(document, facts(template, 1))).isEmpty();
            }
        }
        assertThat(others).hasSizeGreaterThanOrEqualTo(5);
    }

    /** The strict reader is one: what the Go runtime's names did there before is refused by it. */
    @Test
    void theStrictReaderRefuses() {
        StrictReader rust = StrictReader.of(KnownVersion.RS_4_1_0);
        assertThat(rust.refuses("[agent.kata]\ndial_timeout = 60\n")).hasSize(1);
        assertThat(rust.refuses("[agent.kata]\nreconnect_timeout_ms = 60000\n")).isEmpty();
        assertThat(rust.refuses("[hypervisor.qemu]\nseccompsandbox = \"\"\n")).isEmpty();
        assertThat(rust.refuses("[hypervisor.qemu]\npcie_root_port = \"2\"\n")).hasSize(1);
        assertThat(StrictReader.of(KnownVersion.V4_1_0).refuses("[agent.kata]\ndial_timeout_ms = 60\n")).isEmpty();
    }
}
