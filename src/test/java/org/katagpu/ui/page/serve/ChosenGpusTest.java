package org.katagpu.ui.page.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.katagpu.host.FactJson;
import org.katagpu.host.HostScan;
import org.katagpu.setup.Plan;
import org.katagpu.setup.gpu.GpuChoice;
import org.katagpu.setup.serve.GpuMemoryBudget;

class ChosenGpusTest {
    private static String device(String address, String id) {
        return "{kind:'pci.function',address:'" + address + "',vendor:'10de',device:'" + id
                + "',class:'030200',bars:[68719476736]}";
    }

    private static Plan plan(String... devices) {
        return Plan.EMPTY.withGpu(new GpuChoice(List.of(devices), false));
    }

    @Test
    void theMemoryOfTheChosenGpusAndOfTheVmIsTakenFromTheScan() {
        HostScan scan = FactJson.scan(device("0000:3b:00.0", "26ba"), device("0000:5e:00.0", "26ba"),
                device("0000:b9:00.0", "9999"),
                "{kind:'kata.settings',values:{'hypervisor.qemu.default_memory':'20480'}}");
        assertThat(ChosenGpus.room(scan, plan())).isEqualTo(new GpuMemoryBudget(List.of(), 20_480));
        assertThat(ChosenGpus.room(scan, plan("0000:3b:00.0", "0000:3b:00.1", "0000:b9:00.0")))
                .isEqualTo(new GpuMemoryBudget(List.of(48_000_000_000L, 0L), 20_480));
    }

    @Test
    void whatTheHostDoesNotTellIsUnknown() {
        HostScan scan = FactJson.scan("{kind:'kata.settings',values:{'hypervisor.qemu.default_memory':'${X}'}}");
        assertThat(ChosenGpus.room(scan, plan("0000:3b:00.0"))).isEqualTo(new GpuMemoryBudget(List.of(), 0));
    }
}
