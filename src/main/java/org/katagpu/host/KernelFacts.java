package org.katagpu.host;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The running kernel.
 *
 * @param options the options the wizard asks about that are set, {@code CONFIG_VFIO} to {@code y} or {@code m}; an
 *        option that is not set is absent
 * @param commandLine what it was booted with
 * @param parameters module parameters as the kernel shows them: {@code vfio_pci/parameters/disable_idle_d3} to
 *        {@code Y}; absent while the module is not loaded. {@code options/vfio_pci}: what modprobe.d gives the module when
 *        it is loaded
 * @param messages what TMM and the secure SMMU said at boot, at most 200 lines
 */
public record KernelFacts(Reading<Map<String, String>> options, Reading<String> commandLine,
        Map<String, String> parameters, Reading<List<String>> messages) {
    static KernelFacts of(Facts facts) {
        Map<String, String> parameters = new HashMap<>();
        facts.all("kernel.module")
                .forEach(fact -> parameters.put(fact.path("name").asText(), fact.path("value").asText()));
        // Several lines of modprobe.d for one module add up.
        facts.all("kernel.options").forEach(fact -> parameters.merge("options/" + fact.path("module").asText(),
                fact.path("options").asText(), (one, other) -> one + ' ' + other));
        return new KernelFacts(facts.one("kernel.config").map(fact -> Facts.map(fact.path("values"))),
                facts.value("kernel.cmdline", value -> value.asText()), Map.copyOf(parameters),
                facts.one("kernel.messages").map(fact -> Facts.strings(fact.path("lines"))));
    }
}
