package org.katagpu.setup.image;

/**
 * How much of the host a build may take at once.
 *
 * @param maxJobs compilers at once
 * @param nvccThreads GPU generations one of them works on at once
 */
public record BuildLimits(int maxJobs, int nvccThreads) {
    /** What a compiler of vLLM's larger kernels was seen to take at its peak, in bytes. */
    private static final long MEMORY_OF_A_JOB = 4L << 30;
    private static final int MOST_JOBS = 64;
    private static final int MOST_THREADS = 8;

    /**
     * Proposed from the host: the guide's own 64 and 8 on a machine that bears them, fewer where cores or memory are
     * short. One that runs out of memory kills compilers at random, late in an hour's build.
     *
     * @param cores processors of the host
     * @param memory bytes available
     */
    public static BuildLimits propose(int cores, long memory) {
        int jobs = (int) Math.clamp(Math.min(cores, memory / MEMORY_OF_A_JOB), 1, MOST_JOBS);
        return new BuildLimits(jobs, Math.clamp(jobs / 8, 1, MOST_THREADS));
    }
}
