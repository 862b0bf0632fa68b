package org.katagpu.setup.kata;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.katagpu.host.FactJson;
import org.katagpu.host.HostScan;
import org.katagpu.setup.Plan;
import org.katagpu.setup.gpu.GpuChoice;

class HostFactsTest {
    private static final HostScan SCAN = FactJson.scan();

    @Test
    void theModelChosenTellsHowMuchPassesThroughTheGuestsMemory() {
        Plan plan = Plan.EMPTY.withServe(Plan.EMPTY.serve().withModel("x/Qwen2.5-14B"))
                .withGpu(new GpuChoice(List.of("0000:3b:00.0"), false));
        assertThat(HostFacts.of(SCAN, plan).modelMib()).isEqualTo(26_703);
        assertThat(HostFacts.of(SCAN, plan).gpus()).isEqualTo(1);
    }

    @Test
    void aModelWhoseNameDoesNotTellItsSizeCountsAsUnknown() {
        Plan plan = Plan.EMPTY.withServe(Plan.EMPTY.serve().withModel("deepseek-ai/DeepSeek-V3"));
        assertThat(HostFacts.of(SCAN, plan).modelMib()).isZero();
    }
}
