package org.katagpu.ui.page.gpu;

import org.katagpu.host.Gpu;
import org.katagpu.host.Holder;
import org.katagpu.message.Text;
import org.kordamp.ikonli.feather.Feather;

/** How a GPU stands on the host as last read, in the order in which it matters to the admin. */
enum GpuState {
    NO_GROUP("no-group"), LATE("late"), IN_VM("in-vm"), HELD("held"), BOUND("bound"), FREE("free"), HOST_DRIVER(
            "driver");

    private final String key;

    GpuState(String key) {
        this.key = key;
    }

    static GpuState of(Gpu gpu) {
        if (gpu.group().isEmpty()) {
            return gpu.groupLate() ? LATE : NO_GROUP;
        }
        if (!gpu.holders().isEmpty()) {
            return gpu.holders().stream().map(Holder::node).anyMatch(node -> node.startsWith("/dev/vfio/"))
                    ? IN_VM
                    : HELD;
        }
        if (gpu.function().boundToVfio()) {
            return BOUND;
        }
        return gpu.function().driver().isEmpty() ? FREE : HOST_DRIVER;
    }

    Text text() {
        return Text.of("gpu.page.state." + key);
    }

    /** Its mark, told apart by shape alone too. */
    Feather mark() {
        return switch (this) {
            case NO_GROUP -> Feather.SLASH;
            case LATE -> Feather.HELP_CIRCLE;
            case IN_VM -> Feather.SERVER;
            case HELD -> Feather.ALERT_TRIANGLE;
            case BOUND -> Feather.CHECK_CIRCLE;
            case FREE -> Feather.CIRCLE;
            case HOST_DRIVER -> Feather.CPU;
        };
    }

    String styleClass() {
        return "gpu-" + key;
    }
}
