package org.katagpu;

/**
 * How much of a long row of cuts a test makes. By default a part, spread over the whole row, so that the run of all tests
 * stays short; {@code -Dkatagpu.exhaustive=true} makes every one: before a release, and after a change to what is cut.
 */
public final class Exhaustive {
    public static final boolean ALL = Boolean.getBoolean("katagpu.exhaustive");

    private Exhaustive() {}

    /** @return how far the next cut is: one of so many is made by default */
    public static int oneOf(int cuts) {
        return ALL ? 1 : cuts;
    }
}
