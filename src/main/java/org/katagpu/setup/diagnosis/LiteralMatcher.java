package org.katagpu.setup.diagnosis;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds which of many literal texts stand in a line, in one pass over it however many there are. */
final class LiteralMatcher {
    private static final int BEGIN = 4;
    private static final int SLOTS = 1 << 12;

    private final List<String> needles;
    private final Map<Integer, List<Integer>> bySlot = new HashMap<>();
    private final BitSet taken = new BitSet(SLOTS);
    private final BitSet always = new BitSet();

    LiteralMatcher(List<String> needles) {
        this.needles = List.copyOf(needles);
        for (int i = 0; i < needles.size(); i++) {
            if (needles.get(i).length() < BEGIN) {
                always.set(i);
            } else {
                int slot = slot(needles.get(i), 0);
                taken.set(slot);
                bySlot.computeIfAbsent(slot, _ -> new ArrayList<>()).add(i);
            }
        }
    }

    private static int slot(String text, int at) {
        int mixed = text.charAt(at) * 31 * 31 * 31 + text.charAt(at + 1) * 31 * 31 + text.charAt(at + 2) * 31
                + text.charAt(at + 3);
        return (mixed ^ mixed >>> 12) & SLOTS - 1;
    }

    /** The numbers of those in the line; very short ones are always among them. */
    BitSet in(String line) {
        BitSet found = (BitSet) always.clone();
        for (int at = 0; at + BEGIN <= line.length(); at++) {
            int slot = slot(line, at);
            if (taken.get(slot)) {
                for (int needle : bySlot.getOrDefault(slot, List.of())) {
                    if (line.startsWith(needles.get(needle), at)) {
                        found.set(needle);
                    }
                }
            }
        }
        return found;
    }
}
