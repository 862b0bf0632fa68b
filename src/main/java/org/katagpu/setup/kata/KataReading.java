package org.katagpu.setup.kata;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.katagpu.host.HostScan;
import org.katagpu.kataconf.advice.SetupFacts;
import org.katagpu.kataconf.toml.TomlValue;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.Host;
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

    /** By which node the plan's Kata takes a GPU. */
    public DeviceNodes deviceNodes(Plan plan) {
        return DeviceNodes.of(facts(plan).version(), isConfidential());
    }

    private boolean isConfidential() {
        return layers.values().entrySet().stream()
                .filter(entry -> entry.getKey().key().equals("confidential_guest")
                        && entry.getKey().table().parts().getFirst().equals("hypervisor"))
                .anyMatch(entry -> entry.getValue().equals(TomlValue.flag(true)));
    }

    /** The same of what a script told in passing; empty where it told no configuration. */
    public static Optional<DeviceNodes> deviceNodes(List<JsonNode> facts, Plan plan) {
        HostScan scan = KataSettings.scan(facts.stream()
                .filter(fact -> fact.path("kind").asText().startsWith("kata.")).collect(Collectors.toList()));
        return KataLayers.of(scan.kata()).map(layers -> new KataReading(layers, scan).deviceNodes(plan));
    }

    /** The same asked of a host; where it tells no configuration, what any Kata might take. */
    public static DeviceNodes deviceNodes(Host host, Plan plan) throws InterruptedException {
        try {
            return new KataReader(host).read(plan.serve().runtime()).deviceNodes(plan);
        } catch (ProblemException untold) {
            return DeviceNodes.ANY;
        }
    }

    KataAssessment verdict(Plan plan) throws ProblemException {
        return KataAssessment.of(layers, facts(plan), plan.kata());
    }
}
