package org.katagpu.ui.page.gpu;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import org.katagpu.host.Gpu;
import org.katagpu.host.Holder;
import org.katagpu.host.HostScan;
import org.katagpu.host.Obstacle;
import org.katagpu.host.PciAddress;
import org.katagpu.host.Selection;
import org.katagpu.message.Messages;

/** One GPU of the list: what is shown of it, whether it is chosen, what goes with it, and why it cannot be, if so. */
final class GpuRow {
    /** No choice of other devices, and nothing the admin can stop, changes these. */
    private static final Set<Obstacle.Kind> FOR_GOOD = EnumSet.of(Obstacle.Kind.NO_IOMMU_GROUP,
            Obstacle.Kind.STRANGER_IN_GROUP, Obstacle.Kind.STRANGER_BELOW_ROOT_PORT);

    private final Gpu gpu;
    private final GpuState state;
    private final Set<PciAddress> tied;
    private final Optional<Obstacle> never;
    private final ReadOnlyBooleanWrapper chosen = new ReadOnlyBooleanWrapper();
    private final String standing;
    private final String memory;
    private final String searched;

    /** Its texts are made here, once: a list that is scrolled or filtered asks for them again and again. */
    GpuRow(Gpu gpu, HostScan scan, Messages words) {
        this.gpu = gpu;
        this.state = GpuState.of(gpu);
        Selection alone = scan.select(Set.of(gpu.address()));
        this.tied = alone.completed();
        this.never = alone.obstacles().stream().filter(obstacle -> FOR_GOOD.contains(obstacle.kind())).findFirst();
        this.standing = standing(words);
        this.memory = memory(words);
        this.searched = searched(words);
    }

    Gpu gpu() {
        return gpu;
    }

    PciAddress address() {
        return gpu.address();
    }

    GpuState state() {
        return state;
    }

    /** The GPUs that go together, this one among them. */
    Set<PciAddress> tied() {
        return tied;
    }

    /** Why it cannot be handed over on this host as it is built; empty: it can be chosen. */
    Optional<Obstacle> never() {
        return never;
    }

    ReadOnlyBooleanProperty chosenProperty() {
        return chosen.getReadOnlyProperty();
    }

    void chosen(boolean now) {
        chosen.set(now);
    }

    /** Whether nothing uses it and it can be chosen. */
    boolean isFree() {
        return never.isEmpty() && gpu.holders().isEmpty() && state != GpuState.NO_GROUP;
    }

    /** How it stands, with who holds it: {@code Held: python3 +2}. */
    String standing() {
        return standing;
    }

    /** {@code 48 GB} as sold, or what its window shows. */
    String memory() {
        return memory;
    }

    /** Everything in the row that a word can be looked for in, in lower case. */
    String searched() {
        return searched;
    }

    private String standing(Messages words) {
        if (never.isPresent()) {
            return words.get("gpu.page.state.never");
        }
        Set<String> commands = gpu.holders().stream().map(Holder::command)
                .collect(Collectors.toCollection(TreeSet::new));
        return switch (state) {
            case HELD, IN_VM -> words.get(commands.size() > 1 ? "gpu.page.held-by.more" : "gpu.page.held-by",
                    words.get(state.text()), commands.iterator().next(), String.valueOf(commands.size() - 1));
            default -> words.get(state.text());
        };
    }

    int memoryGb() {
        return gpu.model().map(model -> model.memoryGb().orElse(0)).orElse(0);
    }

    private String memory(Messages words) {
        if (memoryGb() > 0) {
            return words.get("gpu.page.memory", String.valueOf(memoryGb()));
        }
        return gpu.memory().barBytes() == 0 ? "–" : gpu.memory().bar();
    }

    private String searched(Messages words) {
        String group = gpu.group().map(one -> String.valueOf(one.number())).orElse("");
        String holders = gpu.holders().stream().map(Holder::command).collect(Collectors.joining(" "));
        return String.join("\n", gpu.name(), address().toString(), standing, memory,
                words.get("gpu.page.column.group") + " " + group,
                "NUMA " + gpu.function().numaNode().orElse(-1), gpu.function().driver().orElse(""), holders,
                gpu.function().id().toString()).toLowerCase(Locale.ROOT);
    }
}
