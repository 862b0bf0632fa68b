package org.katagpu.ui.frame;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The steps this window has, in the order they are gone. */
final class StepOrder {
    private final List<PageId> steps;
    private final boolean shortWay;

    StepOrder(Collection<PageId> there) {
        steps = Arrays.stream(StepGroup.values()).flatMap(group -> group.steps().stream()).filter(there::contains)
                .toList();
        shortWay = there.contains(PageId.ESSENTIALS);
    }

    /** Whether all that must be decided can be decided on one page. */
    boolean hasShortWay() {
        return shortWay;
    }

    List<PageId> steps() {
        return steps;
    }

    /** From 1, as the rail shows it. */
    int number(PageId step) {
        return steps.indexOf(step) + 1;
    }

    Optional<PageId> before(PageId step) {
        if (step == PageId.ESSENTIALS) {
            return Optional.of(PageId.HOST_CHECK).filter(steps::contains);
        }
        return at(steps.indexOf(step) - 1);
    }

    Optional<PageId> after(PageId step) {
        if (step == PageId.ESSENTIALS) {
            return Optional.of(PageId.REVIEW).filter(steps::contains);
        }
        return at(steps.indexOf(step) + 1);
    }

    /** @param number from 1 */
    Optional<PageId> numbered(int number) {
        return at(number - 1);
    }

    private Optional<PageId> at(int index) {
        return index >= 0 && index < steps.size() ? Optional.of(steps.get(index)) : Optional.empty();
    }
}
