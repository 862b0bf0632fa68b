package org.katagpu.fuzz;

/** A parser of foreign input, as a fuzz target sees it. */
@FunctionalInterface
public interface Reader {
    /**
     * @return what came of it, coarsely: an input with an outcome not seen before is kept to be varied further
     * @throws Exception one of the target's documented ones, or it is a finding
     */
    Object read(byte[] input) throws Exception;

    /** @return nanoseconds of the processor that the last input took outside of the thread that read it */
    default long elsewhere() {
        return 0;
    }
}
