package org.katagpu.setup.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.katagpu.message.Messages;
import org.katagpu.message.Text;

class MemoryAdviceTest {
    private static final long L20 = 48_000_000_000L;
    private static final long A100 = 80_000_000_000L;

    private static ServeChoice choice(String model, int length, int spread, String extra) {
        ServeChoice usual = ServeChoice.DEFAULT;
        return new ServeChoice(model.startsWith("/") ? ModelSource.LOCAL : usual.source(), model, "", "", 8000, 90,
                length, spread, false, true, TlsChoice.OFF, extra, usual.runtime(), usual.container());
    }

    private static MemoryAdvice advice(String model, int length, int spread, Long... gpus) {
        return MemoryAdvice.of(choice(model, length, spread, ""), new GpuMemoryBudget(List.of(gpus), 0));
    }

    @ParameterizedTest
    @CsvSource({"qwen/Qwen1.5-1.8B-Chat, 1.8, 2", "Qwen/Qwen2.5-0.5B-Instruct, 0.5, 2", "meta/Llama-3.1-8B, 8, 2",
        "meta/Llama-2-7b-hf, 7, 2", "Qwen/Qwen3-30B-A3B, 30, 2", "Qwen/Qwen3-235B-A22B-FP8, 235, 1",
        "mistralai/Mixtral-8x7B-v0.1, 45.9, 2", "HuggingFaceTB/SmolLM-360M, 0.36, 2",
        "Qwen/Qwen1.5-110B-Chat-GPTQ-Int4, 110, 0.6", "Qwen/Qwen2-72B-Instruct-GPTQ-Int8, 72, 1",
        "x/Qwen2.5-32B-Instruct-AWQ, 32, 0.6", "internlm/internlm2_5-7b-chat, 7, 2", "THUDM/chatglm3-6b, 6, 2",
        "/models/70B-old/Yi-34B-200K/, 34, 2", "openai/gpt-oss-20b, 20, 0.6",
        "meta-llama/Llama-4-Scout-17B-16E-Instruct, 109, 2",
        "meta-llama/Llama-4-Maverick-17B-128E-Instruct-FP8, 400, 1",
        "someone/Llama-3.3-70B-Instruct-GGUF:Q4_K_M, 70, 0.6", "x/y-8B-GGUF:IQ2_XS, 8, 0.35",
        "/models/y-8B-Q8_0.gguf, 8, 1.1", "x/y-7B-4.0bpw-exl2, 7, 0.6", "x/Qwen3-8B-3bit, 8, 0.475",
        "x/y-8B-BF16.gguf, 8, 2"})
    void theNameTellsTheSize(String model, double parameters, double bytes) {
        ModelSize size = ModelSize.guess(choice(model, 0, 0, "")).orElseThrow();
        assertThat(size.parameters()).isCloseTo(parameters, within(0.1));
        assertThat(size.bytesEach()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"deepseek-ai/DeepSeek-V3", "microsoft/Phi-3-mini-4k-instruct", "Qwen/Qwen1.5-MoE-A2.7B", "x/model-v0.1",
        "/models/current", "x/4bit-thing", "x/New-17B-64E-Instruct", "x/y-8B-GGUF", "x/y.gguf"})
    void aNameThatDoesNotTellIsNotGuessedAt(String model) {
        assertThat(ModelSize.guess(choice(model, 0, 0, ""))).isEmpty();
        assertThat(advice(model, 0, 0, L20).verdict()).isEqualTo(MemoryAdvice.Verdict.UNKNOWN);
        assertThat(advice(model, 0, 0, L20).sum()).containsExactly(Text.of("serve.memory.unknown.name"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"--quantization fp8|1", "-q awq|0.6", "--dtype=float32|4",
        "--dtype bfloat16|2", "'--quantization=\"awq\"'|0.6", "--load-format|2"})
    void whatTheServerIsToldCountsToo(String extra, double bytes) {
        assertThat(ModelSize.guess(choice("x/y-7B", 0, 0, extra)).orElseThrow().bytesEach()).isEqualTo(bytes);
    }

    /** Real figures: layers x key-value heads x 128 x 4 bytes from the models' own configurations. */
    @ParameterizedTest
    @CsvSource({"x/Llama-3.1-8B, 131072", "x/Llama-2-7B, 524288", "x/Qwen2.5-14B, 196608", "x/Llama-3.1-70B, 327680",
        "x/Qwen1.5-1.8B, 196608"})
    void aConversationsEstimateEnclosesWhatModelsReallyTake(String model, double bytesPerToken) {
        CacheSize cache = CacheSize.of(ModelSize.guess(choice(model, 0, 0, "")).orElseThrow());
        assertThat(bytesPerToken).isBetween(cache.least() * 0.85, cache.most() * 1.15);
    }

    @Test
    void theFourAnswers() {
        assertThat(advice("qwen/Qwen1.5-1.8B-Chat", 0, 0, L20).verdict()).isEqualTo(MemoryAdvice.Verdict.FITS);
        assertThat(advice("x/Llama-13B", 32_768, 0, L20).verdict()).isEqualTo(MemoryAdvice.Verdict.TIGHT);
        assertThat(advice("x/Llama-13B", 4_096, 0, L20).verdict()).isEqualTo(MemoryAdvice.Verdict.FITS);
        assertThat(advice("x/Qwen2.5-72B", 4_096, 0, L20).verdict()).isEqualTo(MemoryAdvice.Verdict.TOO_LARGE);
        assertThat(advice("x/Qwen2.5-72B", 4_096, 0, A100, A100, A100, A100).verdict())
                .isEqualTo(MemoryAdvice.Verdict.FITS);
        assertThat(advice("x/Qwen2.5-72B", 4_096, 1, A100, A100, A100, A100).verdict())
                .isEqualTo(MemoryAdvice.Verdict.TOO_LARGE);
        assertThat(advice("x/Qwen2.5-7B", 0, 0).sum()).containsExactly(Text.of("serve.memory.unknown.gpus"));
        assertThat(advice("x/Qwen2.5-7B", 0, 0, L20, 0L).sum()).containsExactly(Text.of("serve.memory.unknown.memory"));
    }

    @Test
    void theSumIsShown() {
        MemoryAdvice advice = advice("x/Qwen2.5-7B", 8_192, 0, L20);
        Messages words = new Messages(Messages.LOCALES.getFirst());
        assertThat(advice.sum()).extracting(words::get).containsExactly(
                "Weights: 14.0 GB (7.0 billion parameters of 2.0 bytes, from the name)",
                "A conversation of 8192 tokens: 1.1 to 4.5 GB, by the kind of attention",
                "CUDA, activations and graphs: 2.0 GB on 1 GPU", "Needed: 17.1 to 20.5 GB",
                "There: 43.2 GB (1 × 48.0 GB × 90 %)");
    }

    @Test
    void cautionsNameTheLimitsBesideTheGpu() {
        assertThat(advice("x/Qwen2.5-7B", 0, 1, L20).cautions()).isEmpty();
        assertThat(advice("x/Qwen2.5-7B", 0, 3, L20, L20).cautions()).containsExactly(
                Text.of("serve.memory.caution.gpus", "3", "2"), Text.of("serve.memory.caution.shm"),
                Text.of("serve.memory.caution.heads", "3"));
        MemoryAdvice little = MemoryAdvice.of(choice("x/Qwen2.5-14B", 0, 1, ""),
                new GpuMemoryBudget(List.of(L20), 20_480));
        assertThat(little.cautions()).containsExactly(Text.of("serve.memory.caution.guest", "20480", "35840"));
        MemoryAdvice enough = MemoryAdvice.of(choice("x/Qwen2.5-14B", 0, 1, ""),
                new GpuMemoryBudget(List.of(L20), 35_840));
        assertThat(enough.cautions()).isEmpty();
    }
}
