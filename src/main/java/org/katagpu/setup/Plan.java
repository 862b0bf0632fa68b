package org.katagpu.setup;

import org.katagpu.setup.gpu.GpuChoice;

/** Every choice the admin made, and nothing that was found: immutable, kept as JSON, no secret in it. */
public record Plan(GpuChoice gpu) {
    public static final Plan EMPTY = new Plan(GpuChoice.NONE);

    public Plan withGpu(GpuChoice choice) {
        return new Plan(choice);
    }
}
