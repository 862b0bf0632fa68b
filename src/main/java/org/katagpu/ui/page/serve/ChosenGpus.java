package org.katagpu.ui.page.serve;

import java.util.List;
import java.util.Optional;

import org.katagpu.host.Gpu;
import org.katagpu.host.GpuMemory;
import org.katagpu.host.HostScan;
import org.katagpu.setup.Plan;
import org.katagpu.setup.serve.GpuMemoryBudget;

/** What the memory advice needs of a scan and the plan. */
final class ChosenGpus {
    private static final long GB = 1_000_000_000L;

    private ChosenGpus() {}

    static GpuMemoryBudget room(HostScan scan, Plan plan) {
        List<Long> memories = scan.gpus().all().stream()
                .filter(gpu -> plan.gpu().devices().contains(gpu.address().toString())).map(ChosenGpus::bytes).toList();
        long guest = scan.kata().settings().value()
                .flatMap(keys -> Optional.ofNullable(keys.get("hypervisor.qemu.default_memory")))
                .filter(value -> value.matches("[0-9]{1,9}")).map(Long::valueOf).orElse(0L);
        return new GpuMemoryBudget(memories, guest);
    }

    /** As sold, where the model is known: a memory window may be larger, or much smaller, than the memory. */
    private static long bytes(Gpu gpu) {
        GpuMemory memory = gpu.memory();
        return memory.soldGb().isPresent() ? memory.soldGb().getAsInt() * GB : 0;
    }
}
