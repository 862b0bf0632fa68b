package org.katagpu.kataconf.change;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The fewest insertions and deletions that turn one list into another (Myers 1986, greedy). */
final class SequenceDiff<T> {
    /** With more differences than this the differing middle is told as one block: nobody reads them one by one. */
    private static final int MOST_DIFFERENCES = 2_000;

    /** {@code before[leftFrom, leftTo)} became {@code after[rightFrom, rightTo)}. */
    record Block(int leftFrom, int leftTo, int rightFrom, int rightTo) {}

    private final List<T> left;
    private final List<T> right;
    private final int head;
    private final int leftSize;
    private final int rightSize;

    SequenceDiff(List<T> left, List<T> right) {
        this.left = left;
        this.right = right;
        int shorter = Math.min(left.size(), right.size());
        int same = 0;
        while (same < shorter && left.get(same).equals(right.get(same))) {
            same++;
        }
        int tail = 0;
        while (tail < shorter - same
                && left.get(left.size() - 1 - tail).equals(right.get(right.size() - 1 - tail))) {
            tail++;
        }
        this.head = same;
        this.leftSize = left.size() - same - tail;
        this.rightSize = right.size() - same - tail;
    }

    /** What differs, in order; blocks never touch. */
    List<Block> blocks() {
        if (leftSize == 0 && rightSize == 0) {
            return List.of();
        }
        if (leftSize == 0 || rightSize == 0) {
            return List.of(whole());
        }
        List<int[]> trace = new ArrayList<>();
        int found = search(trace);
        return found < 0 ? List.of(whole()) : walkBack(trace, found);
    }

    private Block whole() {
        return new Block(head, head + leftSize, head, head + rightSize);
    }

    /** @return the number of differences, with the furthest points of each round in {@code trace}; -1: too many */
    private int search(List<int[]> trace) {
        int most = Math.min(leftSize + rightSize, MOST_DIFFERENCES);
        int middle = most + 1;
        int[] furthest = new int[2 * most + 3];
        for (int d = 0; d <= most; d++) {
            trace.add(Arrays.copyOfRange(furthest, middle - d, middle + d + 1));
            for (int k = -d; k <= d; k += 2) {
                boolean down = k == -d || k != d && furthest[middle + k - 1] < furthest[middle + k + 1];
                int x = down ? furthest[middle + k + 1] : furthest[middle + k - 1] + 1;
                int y = x - k;
                while (x < leftSize && y < rightSize && left.get(head + x).equals(right.get(head + y))) {
                    x++;
                    y++;
                }
                furthest[middle + k] = x;
                if (x >= leftSize && y >= rightSize) {
                    return d;
                }
            }
        }
        return -1;
    }

    private List<Block> walkBack(List<int[]> trace, int differences) {
        List<Block> blocks = new ArrayList<>();
        int x = leftSize;
        int y = rightSize;
        for (int d = differences; d > 0; d--) {
            int[] before = trace.get(d);
            int k = x - y;
            boolean down = k == -d || k != d && before[d + k - 1] < before[d + k + 1];
            int fromX = down ? before[d + k + 1] : before[d + k - 1];
            int fromY = fromX - (down ? k + 1 : k - 1);
            int toX = down ? fromX : fromX + 1;
            int toY = down ? fromY + 1 : fromY;
            join(blocks, new Block(head + fromX, head + toX, head + fromY, head + toY));
            x = fromX;
            y = fromY;
        }
        Collections.reverse(blocks);
        return blocks;
    }

    /** Blocks are found last first; one that ends where the next begins becomes part of it. */
    private static void join(List<Block> blocks, Block block) {
        Block next = blocks.isEmpty() ? null : blocks.getLast();
        if (next != null && next.leftFrom == block.leftTo && next.rightFrom == block.rightTo) {
            blocks.set(blocks.size() - 1, new Block(block.leftFrom, next.leftTo, block.rightFrom, next.rightTo));
        } else {
            blocks.add(block);
        }
    }
}
