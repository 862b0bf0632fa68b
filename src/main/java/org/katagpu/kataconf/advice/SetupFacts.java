package org.katagpu.kataconf.advice;

import org.katagpu.kataconf.schema.KataVersion;

/**
 * What the recommendations depend on.
 *
 * @param hostMemoryMib the host's memory; 0 when unknown
 * @param gpus GPUs the container gets
 * @param modelMib size of the model's files; 0 when not chosen yet
 */
public record SetupFacts(long hostMemoryMib, int gpus, long modelMib, Variant variant, KataVersion version) {}
