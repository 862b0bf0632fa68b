package org.katagpu.ui.log;

import java.util.Arrays;

/** The numbers of the entries in which the needle was found, ascending. */
final class SearchHits {
    private long[] numbers = new long[64];
    private int from;
    private int to;

    int size() {
        return to - from;
    }

    void clear() {
        from = 0;
        to = 0;
    }

    void add(long number) {
        if (to == numbers.length) {
            int size = size();
            long[] target = size > numbers.length / 2 ? new long[numbers.length * 2] : numbers;
            System.arraycopy(numbers, from, target, 0, size);
            numbers = target;
            from = 0;
            to = size;
        }
        numbers[to++] = number;
    }

    void removeLastIf(long number) {
        if (size() > 0 && numbers[to - 1] == number) {
            to--;
        }
    }

    void dropBefore(long number) {
        while (from < to && numbers[from] < number) {
            from++;
        }
    }

    long get(int index) {
        return numbers[from + index];
    }

    /** Index of the number, or -1. */
    int indexOf(long number) {
        return Math.max(-1, search(number));
    }

    /** Index of the first hit after the number; round to the first. There must be hits. */
    int after(long number) {
        int at = search(number);
        int next = at >= 0 ? at + 1 : -at - 1;
        return next < size() ? next : 0;
    }

    /** Index of the last hit before the number; round to the last. There must be hits. */
    int before(long number) {
        int at = search(number);
        int previous = (at >= 0 ? at : -at - 1) - 1;
        return previous >= 0 ? previous : size() - 1;
    }

    private int search(long number) {
        int at = Arrays.binarySearch(numbers, from, to, number);
        return at >= 0 ? at - from : at + from;
    }
}
