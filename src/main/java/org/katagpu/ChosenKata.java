package org.katagpu;

import java.util.Set;

import org.katagpu.setup.Plan;
import org.katagpu.setup.serve.ServeChoice;
import org.katagpu.ui.frame.ScanModel;
import org.katagpu.ui.frame.Wizard;

/** Which of the host's Katas is read and judged: the plan's. Where another is chosen, what is known of Kata is read anew. */
final class ChosenKata {
    private volatile String runtime = ServeChoice.DEFAULT.runtime();

    ChosenKata(Wizard wizard) {
        wizard.planProperty().subscribe((Plan plan) -> runtime = plan.serve().runtime());
    }

    String runtime() {
        return runtime;
    }

    /** A runtime that leads to none of the Katas seen is still being typed. */
    void watch(Wizard wizard, ScanModel scans) {
        wizard.planProperty().subscribe((before, plan) -> scans.scanProperty().get().ifPresent(scan -> {
            String wanted = plan.serve().runtime();
            if (scan.kata().shimOf(wanted).isPresent()
                    && !scan.kata().shimOf(wanted).equals(scan.kata().chosen())) {
                scans.read(Set.of("kata"));
            }
        }));
    }
}
