package org.katagpu.setup.kata;

import java.util.Map;
import java.util.TreeMap;
import org.katagpu.host.HostScan;
import org.katagpu.host.KataShim;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.Host;
import org.katagpu.setup.Plan;

/**
 * What the host says of the Kata that starts the plan's VM, for a report: its word, proved by nothing.
 *
 * @param configuration the keys in effect of all its files, and which file and shim they are of
 * @param versions as its programs print them
 */
public record ReportedKata(Map<String, String> configuration, Map<String, String> versions) {
    private static final ReportedKata UNTOLD = new ReportedKata(Map.of(), Map.of());

    public ReportedKata {
        configuration = Map.copyOf(configuration);
        versions = Map.copyOf(versions);
    }

    /** Nothing where the host does not tell: a report of evidence does not wait for it. */
    public static ReportedKata of(Host host, Plan plan) throws InterruptedException {
        try {
            return of(new KataReader(host).read(plan.serve().runtime()).scan(), plan);
        } catch (ProblemException untold) {
            return UNTOLD;
        }
    }

    static ReportedKata of(HostScan scan, Plan plan) {
        Map<String, String> configuration = new TreeMap<>();
        scan.kata().settings().value().orElse(Map.of())
                .forEach((key, value) -> configuration.put("kata." + key, value));
        scan.kata().config().value().ifPresent(file -> configuration.put("kata file", file.real()));
        scan.kata().shimOf(plan.serve().runtime()).map(KataShim::real)
                .ifPresent(shim -> configuration.put("kata shim", shim));
        Map<String, String> versions = new TreeMap<>();
        HostFacts.version(scan.kata(), plan.serve().runtime())
                .ifPresent(version -> versions.put("kata", version.label() + (version.rust() ? " (Rust)" : "")));
        return new ReportedKata(configuration, versions);
    }
}
