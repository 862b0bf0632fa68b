package org.katagpu.kataconf.advice;

import java.util.List;
import org.katagpu.kataconf.schema.KataVersion;

/**
 * What the recommendations depend on.
 *
 * @param hostMemoryMib the host's memory; 0 when unknown
 * @param gpus GPUs the container gets
 * @param modelMib size of the model's files; 0 when not chosen yet
 * @param trees of the guest images the wizard made
 */
public record SetupFacts(long hostMemoryMib, int gpus, long modelMib, Variant variant, KataVersion version,
        List<VerityTree> trees) {
    public SetupFacts {
        trees = List.copyOf(trees);
    }

    public SetupFacts(long hostMemoryMib, int gpus, long modelMib, Variant variant, KataVersion version) {
        this(hostMemoryMib, gpus, modelMib, variant, version, List.of());
    }
}
