package org.katagpu.setup.serve;

import java.util.OptionalDouble;

/**
 * One GPU at one moment, as nvidia-smi in the guest tells it; what it does not tell is empty.
 *
 * @param used percent of the time it computed
 * @param memoryUsed MiB @param memory MiB
 * @param temperature degrees Celsius @param power watts
 */
public record GpuFigures(int index, OptionalDouble used, OptionalDouble memoryUsed, OptionalDouble memory,
        OptionalDouble temperature, OptionalDouble power) {}
