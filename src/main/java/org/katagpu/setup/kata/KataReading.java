package org.katagpu.setup.kata;

import org.katagpu.host.HostScan;
import org.katagpu.kataconf.advice.SetupFacts;
import org.katagpu.message.ProblemException;
import org.katagpu.setup.Plan;

/**
 * Kata on one host at one moment: its files, and what the recommendations reckon with.
 *
 * @param scan of Kata and of the memory alone
 */
public record KataReading(KataLayers layers, HostScan scan) {
    public SetupFacts facts(Plan plan) {
        return HostFacts.of(scan, plan);
    }

    KataVerdict verdict(Plan plan) throws ProblemException {
        return KataVerdict.of(layers, facts(plan), plan.kata());
    }
}
