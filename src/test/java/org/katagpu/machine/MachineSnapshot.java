package org.katagpu.machine;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Lines of all that can be seen of a machine: {@code file …}, {@code mount …}, {@code link …}, {@code rule …} and so on. */
public record MachineSnapshot(List<String> lines) {
    public MachineSnapshot {
        lines = List.copyOf(lines);
    }

    static MachineSnapshot parse(String text) {
        return new MachineSnapshot(text.lines().sorted().toList());
    }

    /** What is in one of the two only: {@code - was before}, {@code + is new}. Empty: all is as it was. */
    public List<String> changesSince(MachineSnapshot before) {
        List<String> changes = new ArrayList<>();
        Set<String> now = new LinkedHashSet<>(lines);
        Set<String> then = new LinkedHashSet<>(before.lines);
        then.stream().filter(line -> !now.contains(line)).forEach(line -> changes.add("- " + line));
        now.stream().filter(line -> !then.contains(line)).forEach(line -> changes.add("+ " + line));
        return changes;
    }
}
