package org.katagpu;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How much of a long row of cuts a test makes. By default a part, spread over the whole row, so that the run of all tests
 * stays short; {@code -Dkatagpu.exhaustive=true} makes every one: before a release, and after a change to what is cut.
 */
public final class Exhaustive {
    public static final boolean ALL = Boolean.getBoolean("katagpu.exhaustive");

    private Exhaustive() {}

    /**
     * One of so many of a row, from the one with this number on: rows that begin elsewhere meet every step together.
     *
     * @param first from 0 on
     */
    public static <T> Stream<T> part(List<T> row, int first, int oneOf) {
        int stride = oneOf(oneOf);
        return IntStream.iterate(first % stride, at -> at < row.size(), at -> at + stride).mapToObj(row::get);
    }

    /** @return how far the next cut is: one of so many is made by default */
    public static int oneOf(int cuts) {
        return ALL ? 1 : cuts;
    }
}
