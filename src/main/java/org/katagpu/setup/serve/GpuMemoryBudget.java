package org.katagpu.setup.serve;

import java.util.List;

/**
 * What the advice is given of the hardware.
 *
 * @param gpus memory of each GPU chosen, in bytes; 0: unknown
 * @param guestMib memory the VM starts with ({@code default_memory}); 0: unknown
 */
public record GpuMemoryBudget(List<Long> gpus, long guestMib) {
    public GpuMemoryBudget {
        gpus = List.copyOf(gpus);
    }

    /** Of the smallest: vLLM takes the same from each. Unknown where one is unknown. */
    long smallest() {
        return gpus.stream().mapToLong(Long::longValue).min().orElse(0);
    }
}
