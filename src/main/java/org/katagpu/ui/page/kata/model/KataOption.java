package org.katagpu.ui.page.kata.model;

import java.util.List;
import java.util.Optional;

import org.katagpu.host.HostScan;
import org.katagpu.host.KataShim;
import org.katagpu.host.KataVariant;
import org.katagpu.kataconf.schema.KataVersion;
import org.katagpu.setup.Plan;
import org.katagpu.setup.kata.HostFacts;
import org.katagpu.setup.serve.ServeChoice;

/**
 * One of a host's Katas as the admin may choose it.
 *
 * @param runtime what a plan that chooses it says: the runtime's usual name where that leads to it, otherwise its path
 * @param version as far as its shim tells
 * @param variant virtCCA's, or not
 * @param chosen whether the plan's runtime leads to it
 */
public record KataOption(KataShim shim, String runtime, Optional<KataVersion> version, KataVariant.Kind variant,
        boolean chosen) {
    /** What there is to choose; empty where the host has one Kata or none. */
    static List<KataOption> of(HostScan scan, Plan plan) {
        List<KataShim> shims = scan.kata().shims();
        if (shims.size() < 2) {
            return List.of();
        }
        Optional<KataShim> chosen = scan.kata().shimOf(plan.serve().runtime());
        return shims.stream().map(shim -> {
            String runtime = shim.standard() ? ServeChoice.DEFAULT.runtime() : shim.path();
            return new KataOption(shim, runtime, HostFacts.version(shim), scan.kata().variant(runtime).kind(),
                    chosen.equals(Optional.of(shim)));
        }).toList();
    }
}
