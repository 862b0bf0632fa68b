package org.katagpu.setup.export;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.katagpu.setup.gpu.GpuChoice;

/** How an exported host's GPUs are named: by address, or all free ones of the chosen ones' models. */
public enum GpuRule {
    ADDRESS, MODEL;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static List<String> words() {
        return List.of(ADDRESS.word(), MODEL.word());
    }

    void into(Map<String, String> values, GpuChoice choice) {
        if (this == MODEL && !choice.identities().isEmpty()) {
            values.put("gpu_rule", "\n  model:\n" + choice.devices().stream()
                    .map(device -> choice.identities().getOrDefault(device, "")).filter(one -> !one.isEmpty())
                    .distinct().sorted().map(one -> "    - \"" + one + "\"").collect(Collectors.joining("\n")));
            List.of("gpu_devices", "gpu_identities", "serve_devices").forEach(values::remove);
        }
    }
}
