package org.katagpu;

import java.lang.management.ManagementFactory;

/**
 * What this thread has computed so far: the measure of "does not stall" on a machine that other tests keep busy.
 * Nanoseconds.
 */
public final class CpuTime {
    private CpuTime() {}

    public static long nanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
