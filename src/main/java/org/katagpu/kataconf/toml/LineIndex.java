package org.katagpu.kataconf.toml;

import java.util.Arrays;

/** Finds line and column of an offset. */
final class LineIndex {
    private final int[] starts;

    LineIndex(String text) {
        int[] found = new int[64];
        int count = 1;
        for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
            if (count == found.length) {
                found = Arrays.copyOf(found, count * 2);
            }
            found[count++] = at + 1;
        }
        starts = Arrays.copyOf(found, count);
    }

    Position position(int offset) {
        int found = Arrays.binarySearch(starts, offset);
        int line = found >= 0 ? found : -found - 2;
        return new Position(line + 1, offset - starts[line] + 1);
    }

    int offset(int line, int column) {
        return starts[Math.min(line, starts.length) - 1] + column - 1;
    }
}
