package org.katagpu.setup.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveFiguresTest {
    @Test
    void olderAndNewerNamesAreRead() {
        ServerFigures older = VllmMetrics.read("""
                # HELP vllm:num_requests_running Number of requests currently running on GPU.
                # TYPE vllm:num_requests_running gauge
                vllm:num_requests_running{model_name="Qwen"} 2.0
                vllm:num_requests_waiting{model_name="Qwen"} 0.0
                vllm:gpu_cache_usage_perc{model_name="Qwen"} 0.25
                vllm:generation_tokens_total{model_name="Qwen"} 1.2345e+06
                """);
        assertThat(older.running()).hasValue(2);
        assertThat(older.cacheUsed()).hasValue(0.25);
        assertThat(older.generatedTokens()).hasValue(1_234_500);
        assertThat(older.promptTokens()).isEmpty();
        ServerFigures newer = VllmMetrics.read("""
                vllm:num_requests_running{engine="0",model_name="Qwen"} 2.0
                vllm:num_requests_running{engine="1",model_name="Qwen"} 3.0
                vllm:kv_cache_usage_perc{engine="0",model_name="Qwen"} 0.2
                vllm:kv_cache_usage_perc{engine="1",model_name="Qwen"} 0.4
                """);
        assertThat(newer.running()).hasValue(5);
        assertThat(newer.cacheUsed().orElseThrow()).isBetween(0.299, 0.301);
    }

    @Test
    void whatIsNoFigureIsLeftOut() {
        ServerFigures none = VllmMetrics.read("<html>502</html>\nvllm:num_requests_running{ 1\nvllm:x 1.2.3\n"
                + "vllm:num_requests_waiting NaN\n");
        assertThat(none.running()).isEmpty();
        assertThat(none.waiting()).isEmpty();
    }

    @Test
    void whatNvidiaSmiDoesNotTellIsEmpty() throws Exception {
        List<JsonNode> facts = List.of(
                new ObjectMapper().readTree("{\"kind\":\"serve.moment\",\"seconds\":12.5,\"running\":true}"),
                new ObjectMapper().readTree("{\"kind\":\"serve.gpu_figures\",\"index\":0,\"used\":\"7\","
                        + "\"memory_used\":\"41013\",\"memory\":\"46068\",\"temperature\":\"38\",\"power\":\"[N/A]\"}"));
        LiveFigures figures = FiguresReader.figures(facts);
        assertThat(figures.running()).isTrue();
        assertThat(figures.seconds()).isEqualTo(12.5);
        assertThat(figures.server()).isEmpty();
        assertThat(figures.gpus()).singleElement().satisfies(gpu -> {
            assertThat(gpu.used()).hasValue(7);
            assertThat(gpu.power()).isEmpty();
        });
    }
}
