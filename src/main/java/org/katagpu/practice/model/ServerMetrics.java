package org.katagpu.practice.model;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What the server counts, told in the names of vLLM's metrics. */
final class ServerMetrics {
    private static final double CACHE_OF_ONE = 0.004;

    private final AtomicInteger running = new AtomicInteger();
    private final AtomicLong prompted = new AtomicLong();
    private final AtomicLong generated = new AtomicLong();

    void begin(int promptTokens) {
        running.incrementAndGet();
        prompted.addAndGet(promptTokens);
    }

    void token() {
        generated.incrementAndGet();
    }

    void end() {
        running.decrementAndGet();
    }

    String text(String model) {
        String label = "{model_name=\"" + model + "\"} ";
        return String.format(Locale.ROOT,
                """
                        # TYPE vllm:num_requests_running gauge
                        vllm:num_requests_running%1$s%2$d.0
                        # TYPE vllm:num_requests_waiting gauge
                        vllm:num_requests_waiting%1$s0.0
                        # TYPE vllm:gpu_cache_usage_perc gauge
                        vllm:gpu_cache_usage_perc%1$s%3$.4f
                        # TYPE vllm:prompt_tokens_total counter
                        vllm:prompt_tokens_total%1$s%4$d.0
                        # TYPE vllm:generation_tokens_total counter
                        vllm:generation_tokens_total%1$s%5$d.0
                        """,
                label, running.get(), running.get() * CACHE_OF_ONE, prompted.get(), generated.get());
    }
}
