package org.katagpu.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.katagpu.kataconf.check.Diagnostic;
import org.katagpu.kataconf.check.Inspector;
import org.katagpu.kataconf.check.KataVersionGuess;
import org.katagpu.kataconf.schema.KataVersion;
import org.katagpu.kataconf.schema.Schema;
import org.katagpu.kataconf.toml.TomlDocument;

/** Kata's own templates are fine; of the faults an admin makes in them hardly one is missed. */
class CheckConfigTest {
    private static final int MUTATIONS = 600;
    private static final double FOUND = 0.99;

    private final Inspector inspector = new Inspector(new Schema());
    private final List<KataTemplates> templates = KataTemplates.all();

    /** Keys that a template still shows though its own Kata reads them no more: said with reason. */
    private static final List<String> TRUE_ALARMS = List.of("hotplug_vfio_on_root_bus", "pcie_root_port");

    private List<Diagnostic> inspect(KataTemplates template, String text) {
        KataVersion version = KataVersion.parse(template.version()).orElseThrow();
        return inspector.inspect(TomlDocument.of(text), template.rust() ? version.inRust() : version);
    }

    private static boolean isTrue(KataTemplates template, Diagnostic one) {
        return template.name().equals("CC-0.8.0/configuration-qemu-nvidia-gpu.toml")
                && TRUE_ALARMS.contains(one.what().arguments().getFirst());
    }

    @Test
    void noTemplateOfKatasOwnIsComplainedOf() {
        Assumptions.assumeFalse(templates.isEmpty());
        List<String> alarms = new ArrayList<>();
        for (KataTemplates template : templates) {
            inspect(template, template.text()).stream().filter(one -> !isTrue(template, one))
                    .forEach(one -> alarms.add(template.name() + ":" + one.at().line() + " " + one.what()));
            TomlDocument document = TomlDocument.of(template.text());
            KataVersionGuess fitting = new KataVersionGuess(inspector);
            KataVersion guessed = fitting.of(document, KataVersionGuess.isRust(document));
            assertThat(guessed.rust()).as(template.name()).isEqualTo(template.rust());
            inspector.inspect(document, guessed).stream().filter(one -> !isTrue(template, one))
                    .forEach(one -> alarms.add(template.name() + ", guessed: " + one.what()));
        }
        System.out.printf("check-config: %d templates, %d false alarms%n", templates.size(), alarms.size());
        assertThat(alarms).isEmpty();
    }

    @Test
    void oneFaultInATemplateIsFound() {
        Assumptions.assumeFalse(templates.isEmpty());
        Faults faults = new Faults(templates.stream().map(KataTemplates::text).toList(), new Random(14));
        Map<Faults.Kind, int[]> figures = new EnumMap<>(Faults.Kind.class);
        List<String> missed = new ArrayList<>();
        int made = 0;
        for (int round = 0; made < MUTATIONS; round++) {
            KataTemplates template = templates.get(round % templates.size());
            Faults.Kind kind = Faults.Kind.values()[round / templates.size() % Faults.Kind.values().length];
            Optional<Faults.Faulty> faulty = faults.put(template.text(), kind);
            if (faulty.isEmpty()) {
                continue;
            }
            made++;
            int[] figure = figures.computeIfAbsent(kind, none -> new int[2]);
            figure[0]++;
            if (inspect(template, faulty.get().text()).stream()
                    .anyMatch(one -> one.at().line() == faulty.get().line())) {
                figure[1]++;
            } else {
                missed.add(template.name() + " " + kind + ": " + faulty.get().what());
            }
        }
        figures.forEach((kind, figure) -> System.out.printf("check-config: %s %d of %d found%n", kind, figure[1],
                figure[0]));
        System.out.printf("check-config: %d of %d single mutations found (%.1f %%)%n", made - missed.size(), made,
                100.0 * (made - missed.size()) / made);
        missed.stream().limit(40).forEach(one -> System.out.println("  missed: " + one));
        assertThat(missed.size()).isLessThanOrEqualTo((int) (made * (1 - FOUND)));
    }
}
