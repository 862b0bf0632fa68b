package org.katagpu.setup.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.katagpu.message.Messages;
import org.katagpu.setup.Action;
import org.katagpu.setup.Finding;
import org.katagpu.setup.Plan;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageState;
import org.katagpu.setup.image.ImageChoice;
import org.katagpu.setup.image.ImageWay;
import org.katagpu.setup.image.RegistryImage;

/** What the image's vLLM does not know is not sent; where its version is not known nothing is claimed. */
class FlagFitTest {
    /** Versions with what the sources of the table say of them. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {"v0.6.0|--disable-log-requests|-",
        "v0.10.2|--disable-log-requests|-", "v0.14.0|--disable-log-requests|-",
        "v0.17.0|--disable-log-requests|--disable-log-requests", "v0.17.0rc1|--disable-log-requests|-",
        "v0.19.1|--disable_log_requests=true|--disable-log-requests", "v0.10.0|--enable-log-requests|"
                + "--enable-log-requests",
        "v0.10.1.1|--enable-log-requests|-", "v0.10.0|--no-enable-log-requests|--no-enable-log-requests",
        "v0.19.0|--no-enable-log-requests|-", "v0.6.0|--enable-reasoning|--enable-reasoning",
        "v0.7.2|--enable-reasoning --reasoning-parser deepseek_r1|-", "v0.9.2|--enable-reasoning|-",
        "v0.10.0|--enable-reasoning --reasoning-parser qwen3|--enable-reasoning",
        "v0.6.3|--task embedding|--task", "v0.6.3.post1|--task embedding|--task", "v0.8.5|--task embed|-",
        "v0.12.0|--task embed|-", "v0.13.0|--task=embed|--task", "v0.23.0-cu129|--task embed|--task",
        "v0.9.2|--runner pooling|--runner", "v0.10.1|--runner pooling --convert embed|-", "v0.17.1|--swap-space 4|-",
        "v0.18.0|--swap-space 4|--swap-space", "v0.15.0|--device cuda|--device",
        "v0.11.2|--guided-decoding-backend xgrammar|-",
        "v0.12.0|--guided-decoding-backend xgrammar|--guided-decoding-backend",
        "v0.13.0|--rope-scaling {}|--rope-scaling", "v0.6.6.post1|--quantization-param-path a|-",
        "v0.8.1|--quantization-param-path a|--quantization-param-path",
        "v0.23.0|--max-num-seqs 4 --quantization awq|-", "latest|--task embed|-", "nightly-a1b2c3|--task embed|-",
        "v0.13.0|--no-such-option-of-anybody|-"})
    void theTableSaysWhatItsSourcesSay(String version, String words, String lacking) {
        assertThat(VllmFlags.bundled().lacking(version, Arrays.asList(words.split(" "))))
                .isEqualTo(lacking == null ? List.of() : List.of(lacking.split(" ")));
    }

    private static Plan plan(String tag, String extra) {
        return Plan.EMPTY.withServe(Plans.serve("a/b", true, true, extra))
                .withImage(ImageChoice.DEFAULT.withWay(ImageWay.REGISTRY)
                        .withRegistry(new RegistryImage("docker.io/vllm/vllm-openai:" + tag, 0, false)));
    }

    @Test
    void whatIsTypedAndNotKnownStandsInTheWayAndIsNotSent() {
        Plan wrong = plan("v0.19.0", "--disable-log-requests");
        List<Finding> found = new ServeStage().judged(report(StageState.NEEDED), wrong).findings();
        assertThat(found).extracting(Finding::id).containsExactly("serve.flag_unknown");
        for (Locale language : Messages.LOCALES) {
            assertThat(new Messages(language).get(found.getFirst().what())).contains("0.19.0",
                    "--disable-log-requests");
            assertThat(new Messages(language).get(FlagFit.of(wrong).fault().orElseThrow())).contains("0.19.0",
                    "--disable-log-requests");
        }
        assertThat(new ServeStage().parameters(Action.APPLY, wrong)).containsEntry("FAULT", "extra_unknown")
                .containsEntry("EXTRA_ARGUMENTS", "");
        assertThat(new ServeStage().judged(report(StageState.DONE), wrong).state()).isEqualTo(StageState.DONE);
    }

    @Test
    void ofAnImageNobodyKnowsNothingIsClaimed() {
        for (Plan unknown : List.of(plan("latest", "--disable-log-requests --task embed"),
                plan("v0.19.0", "--disable-log-requests")
                        .withImage(ImageChoice.DEFAULT.withWay(ImageWay.IMPORT)))) {
            assertThat(FlagFit.of(unknown).findings()).isEmpty();
            assertThat(new ServeStage().parameters(Action.APPLY, unknown)).containsEntry("FAULT", "")
                    .extractingByKey("EXTRA_ARGUMENTS").asString().contains("--disable-log-requests");
        }
    }

    /** The one that the usual build makes is known by its commit. */
    @Test
    void theBuiltImageIsJudgedToo() {
        Plan built = Plan.EMPTY.withServe(Plans.serve("a/b", true, true, "--reasoning-parser qwen3"));
        assertThat(FlagFit.of(built)).isEqualTo(new FlagFit("0.6.0", List.of("--reasoning-parser"), List.of()));
    }

    @Test
    void anOptionOfTheFormIsLeftOutAndSaid() {
        VllmFlags table = new VllmFlags(Stream.of("--max-model-len\t-\t9.0.0\t-", "--trust-remote-code\t-\t9.0.0\t-"));
        Plan form = plan("v9.1.0", "");
        ServeChoice choice = form.serve().withMaxLength(4096).withTrustRemoteCode(true);
        FlagFit fit = FlagFit.of(form.withServe(choice), table);
        assertThat(fit.findings()).extracting(Finding::id, Finding::status)
                .containsExactly(org.assertj.core.api.Assertions.tuple("serve.flag_left_out", Finding.Status.WARN));
        assertThat(ServerCommand.of(choice).without(fit.own()).arguments()).doesNotContain("4096", "--max-model-len",
                "--trust-remote-code").contains("--gpu-memory-utilization", "0.90", "-m", "a/b");
    }

    /** Each of the wizard's own options is looked up, and nobody was seen to have dropped it. */
    @Test
    void theWizardsOwnOptionsAreInTheTable() {
        ServeChoice all = Plans.serve("a/b", true, true).withMaxLength(1).withTrustRemoteCode(true);
        List<String> words = Stream.concat(ServerCommand.of(all).arguments().stream(),
                Stream.of("--tensor-parallel-size", "--ssl-keyfile", "--ssl-certfile"))
                .filter(word -> word.startsWith("--")).toList();
        assertThat(words).hasSizeGreaterThan(9).allMatch(VllmFlags.bundled()::has);
        Set.of("0.6.0", "0.10.2", "0.23.0", "0.32.0")
                .forEach(version -> assertThat(VllmFlags.bundled().lacking(version, words)).isEmpty());
    }

    private static StageReport report(StageState state) {
        return new StageReport(state, List.of(), List.of(), List.of(), "");
    }
}
