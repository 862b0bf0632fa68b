package org.katagpu.setup.serve;

import java.util.OptionalDouble;

/**
 * The server at one moment, from its {@code /metrics}; a figure this version of vLLM does not tell is empty.
 *
 * @param running requests worked on @param waiting requests queued
 * @param cacheUsed part of the KV cache taken, 0 to 1
 * @param promptTokens read since the start @param generatedTokens written since the start
 */
public record ServerFigures(OptionalDouble running, OptionalDouble waiting, OptionalDouble cacheUsed,
        OptionalDouble promptTokens, OptionalDouble generatedTokens) {}
