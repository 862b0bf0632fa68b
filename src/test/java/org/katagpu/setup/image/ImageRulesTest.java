package org.katagpu.setup.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.katagpu.host.GpuArchitecture;
import org.katagpu.host.GpuModel;

/** Names, pairings and proposals. */
class ImageRulesTest {
    private static final long GIB = 1L << 30;

    @ParameterizedTest
    @CsvSource({"vllm-cvm, docker.io/library/vllm-cvm:latest",
        "vllm/vllm-openai:v0.11.0, docker.io/vllm/vllm-openai:v0.11.0",
        "localhost/a:1, localhost/a:1", "reg.example.com:5000/a/b, reg.example.com:5000/a/b:latest",
        "' nvcr.io/nvidia/pytorch:24.07-py3 ', nvcr.io/nvidia/pytorch:24.07-py3"})
    void namesAreWrittenOutAsContainerdKeepsThem(String written, String kept) {
        assertThat(ImageReference.parse(written)).map(ImageReference::toString).contains(kept);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "A/b", "a:b:c/", "x;reboot", "x@sha256:12", "../x", "a/$(id)"})
    void whatIsNoNameIsNone(String written) {
        assertThat(ImageReference.parse(written)).isEmpty();
        assertThatThrownBy(() -> ImageChoice.DEFAULT.withReference(written))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPinnedDigestStaysWithTheName() {
        String digest = "sha256:" + "a1".repeat(32);
        assertThat(ImageReference.parse("vllm/vllm-openai:v0.11.0@" + digest)).map(ImageReference::digest)
                .contains(digest);
    }

    @ParameterizedTest
    @CsvSource({"v0.10.1, 580.65.06, NO", "v0.10.2, 550.127.08, NO", "v0.10.2, 575.57.08, YES",
        "v0.21.0, 575.57.08, NO", "v0.21.0, 580.65.06, YES", "v0.21.0-cu129, 575.57.08, YES",
        "latest, 580.65.06, UNKNOWN", "v0.21.0, '', UNKNOWN"})
    void officialImagesArePairedWithTheGuestsDriver(String tag, String driver, ImagePairing.Fit fit) {
        assertThat(ImagePairing.ofRegistry("vllm/vllm-openai:" + tag, DriverVersion.parse(driver)).fits())
                .isEqualTo(fit);
    }

    @Test
    void theImageBuiltHereRunsOnTheGuidesDriverAndNoOlderOne() {
        assertThat(ImagePairing.ofBuild(DriverVersion.parse("550.127.08")).fits()).isEqualTo(ImagePairing.Fit.YES);
        assertThat(ImagePairing.ofBuild(DriverVersion.parse("535.183.01")).fits()).isEqualTo(ImagePairing.Fit.NO);
        assertThat(ImagePairing.ofBuild(Optional.empty()).text().arguments()).containsExactly("12.4", "550.54.14");
    }

    @Test
    void driversAreComparedByTheirNumbers() {
        assertThat(DriverVersion.parse("550.54.14").orElseThrow())
                .isLessThan(DriverVersion.parse("550.127.08").orElseThrow());
        assertThat(DriverVersion.parse("580.65.06").map(DriverVersion::toString)).contains("580.65.06");
        assertThat(DriverVersion.parse("R550")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"128, 512, 64, 8", "64, 64, 16, 2", "8, 256, 8, 1", "2, 3, 1, 1", "96, 250, 62, 7"})
    void aBuildTakesWhatCoresAndMemoryBear(int cores, long gib, int jobs, int threads) {
        assertThat(BuildLimits.propose(cores, gib * GIB)).isEqualTo(new BuildLimits(jobs, threads));
    }

    private static GpuModel gpu(GpuArchitecture architecture, String capability) {
        return new GpuModel("GPU", architecture, capability, OptionalInt.empty());
    }

    @Test
    void codeIsCompiledForTheChosenGpus() {
        GpuModel l20 = gpu(GpuArchitecture.ADA, "8.9");
        GpuModel h20 = gpu(GpuArchitecture.HOPPER, "9.0");
        assertThat(CudaArches.of(List.of(l20, l20))).isEqualTo(new CudaArches("8.9+PTX", "80-real"));
        assertThat(CudaArches.of(List.of(h20, l20))).isEqualTo(new CudaArches("8.9 9.0+PTX", "80-real;90-real"));
        assertThat(CudaArches.of(List.of())).isEqualTo(CudaArches.GUIDE);
        assertThat(CudaArches.of(List.of(gpu(GpuArchitecture.BLACKWELL, "10.0")))).isEqualTo(CudaArches.GUIDE);
        assertThat(CudaArches.served(gpu(GpuArchitecture.PASCAL, "6.0"))).isFalse();
    }

    @Test
    void aProxyWithAPasswordIsNoSetting() {
        assertThatThrownBy(() -> new ImageMirrors("http://me:word@proxy:3128", "", "", "", "", ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ImageMirrors("", "a;b", "", "", "", ""))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
