package org.katagpu.setup.serve;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what counts from vLLM's {@code /metrics} (Prometheus text format). Names changed between versions: the older
 * one is taken where the newer is not there. Samples of several engines are added up.
 */
final class VllmMetrics {
    private static final Pattern SAMPLE = Pattern
            .compile("(vllm:[a-z_]+)(?:\\{[^}]{0,2000}})?\\s+([-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?)\\s*");

    private final Map<String, Double> sums = new HashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();

    private VllmMetrics() {}

    static ServerFigures read(String text) {
        VllmMetrics metrics = new VllmMetrics();
        text.lines().forEach(metrics::line);
        return new ServerFigures(metrics.sum("num_requests_running"), metrics.sum("num_requests_waiting"),
                metrics.mean("kv_cache_usage_perc", "gpu_cache_usage_perc"), metrics.sum("prompt_tokens_total"),
                metrics.sum("generation_tokens_total"));
    }

    private void line(String line) {
        Matcher sample = SAMPLE.matcher(line);
        if (!sample.matches()) {
            return;
        }
        try {
            sums.merge(sample.group(1), Double.parseDouble(sample.group(2)), Double::sum);
            counts.merge(sample.group(1), 1, Integer::sum);
        } catch (NumberFormatException noFigure) {
            // "1.2.3": not a sample of this format.
        }
    }

    private OptionalDouble sum(String name) {
        Double sum = sums.get("vllm:" + name);
        return sum == null ? OptionalDouble.empty() : OptionalDouble.of(sum);
    }

    private OptionalDouble mean(String name, String older) {
        OptionalDouble sum = sum(name);
        return sum.isPresent()
                ? OptionalDouble.of(sum.getAsDouble() / counts.getOrDefault("vllm:" + name, 1))
                : older.isEmpty() ? sum : mean(older, "");
    }
}
