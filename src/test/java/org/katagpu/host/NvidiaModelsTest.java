package org.katagpu.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.katagpu.message.Messages;

class NvidiaModelsTest {
    private final NvidiaModels models = NvidiaModels.bundled();

    @ParameterizedTest
    @CsvSource({"2335, 10de:18bf, NVIDIA H200, HOPPER, 9.0, false", "26ba, 10de:1957, NVIDIA L20, ADA, 8.9, true",
        "20b5, 10de:1533, NVIDIA A100 80GB PCIe, AMPERE, 8.0, true",
        "20f1, 10de:145f, NVIDIA A100-PCIE-40GB, AMPERE, 8.0, true",
        "20b8, 10de:0000, NVIDIA A100X, AMPERE, 8.0, false", "25b6, 10de:14a9, NVIDIA A16, AMPERE, 8.6, false",
        "25b6, 10de:157e, NVIDIA A2, AMPERE, 8.6, false", "25b6, 1028:0000, NVIDIA A2 / A16, AMPERE, 8.6, false",
        "1eb8, 10de:12a2, Tesla T4, TURING, 7.5, false", "2684, 1043:0000, NVIDIA GeForce RTX 4090, ADA, 8.9, false"})
    void namesByIdAndSubsystem(String device, String subsystem, String name, GpuArchitecture architecture,
            String capability, boolean verified) {
        String[] card = subsystem.split(":");
        GpuModel model = models.find(PciId.of("10de", device), PciId.of(card[0], card[1])).orElseThrow();
        assertThat(model.name()).isEqualTo(name);
        assertThat(model.architecture()).isEqualTo(architecture);
        assertThat(model.computeCapability()).isEqualTo(capability);
        assertThat(model.verifiedWithVirtcca()).isEqualTo(verified);
    }

    @Test
    void neverNamesWhatItDoesNotKnow() {
        assertThat(models.find(PciId.of("10de", "ffff"), PciId.of("10de", "0000"))).isEmpty();
        assertThat(models.find(PciId.of("1002", "2335"), PciId.of("10de", "18bf"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"68719476736, 48, 48 GB as sold (BAR 64 GiB)", "268435456, 24, 24 GB as sold (BAR only 256 MiB)",
        "274877906944, , BAR 256 GiB", "0, , not known"})
    void memoryTellsWhatWasReadFromWhatIsSold(long bar, Integer sold, String words) {
        GpuMemory memory = new GpuMemory(bar,
                sold == null ? java.util.OptionalInt.empty() : java.util.OptionalInt.of(sold));
        assertThat(new Messages(Locale.ENGLISH).get(memory.text())).isEqualTo(words);
    }
}
