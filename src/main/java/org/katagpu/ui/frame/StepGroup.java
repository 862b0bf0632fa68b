package org.katagpu.ui.frame;

import static org.katagpu.ui.frame.PageId.*;

import java.util.List;
import java.util.Locale;

/** What the steps are for, in the order they are gone. */
public enum StepGroup {
    HOST(CONNECT, HOST_CHECK), PREPARE(GPUS, GUEST_IMAGE, KATA_CONFIG, MODEL_IMAGE, NETWORK,
            MODEL), RUN(REVIEW), USE(CHAT);

    private final List<PageId> steps;

    StepGroup(PageId... steps) {
        this.steps = List.of(steps);
    }

    public List<PageId> steps() {
        return steps;
    }

    /** Bundle key of its name in the rail. */
    public String titleKey() {
        return "frame.group." + name().toLowerCase(Locale.ROOT);
    }
}
