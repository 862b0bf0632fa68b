package org.katagpu.setup;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.katagpu.job.LockScope;

/**
 * The order of the stages: what each rests on, and which may run side by side. Holds no state: how far a run has come
 * is handed in.
 *
 * @param steps each after those it needs
 */
public record Pipeline(List<Step> steps) {
    /**
     * One stage in the order.
     *
     * @param needs stages that must be done before it begins
     * @param scope stages of one scope never run at the same time
     */
    public record Step(String stage, Set<String> needs, LockScope scope) {}

    /** How far a stage has come in one run of the pipeline. */
    public enum Progress {
        WAITING, UNDER_WAY, DONE, FAILED
    }

    /** The whole way to an answering model. The two long builds need nobody and disturb nobody. */
    public static final Pipeline WHOLE = new Pipeline(List.of(new Step("rootfs", Set.of(), new LockScope("rootfs")),
            new Step("image", Set.of(), new LockScope("image")), new Step("gpu", Set.of(), LockScope.HOST),
            new Step("kata", Set.of(), LockScope.HOST),
            new Step("network", Set.of(), LockScope.HOST),
            new Step("serve", Set.of("rootfs", "image", "gpu", "kata", "network"), LockScope.HOST)));

    /** @throws IllegalArgumentException where a step needs a later one, or one twice named */
    public Pipeline {
        steps = List.copyOf(steps);
        Set<String> before = new HashSet<>();
        for (Step step : steps) {
            if (!before.containsAll(step.needs()) || !before.add(step.stage())) {
                throw new IllegalArgumentException("out of order: " + step.stage());
            }
        }
    }

    /**
     * Which stages may begin now. After a failure none: what is under way comes to its end, nothing new begins.
     *
     * @param progress of the stages that take part; those not named are left out and hold nobody up
     */
    public Set<String> next(Map<String, Progress> progress) {
        if (progress.containsValue(Progress.FAILED)) {
            return Set.of();
        }
        Set<LockScope> taken = new HashSet<>();
        for (Step step : steps) {
            if (progress.get(step.stage()) == Progress.UNDER_WAY) {
                taken.add(step.scope());
            }
        }
        Set<String> next = new LinkedHashSet<>();
        for (Step step : steps) {
            boolean ready = progress.get(step.stage()) == Progress.WAITING
                    && step.needs().stream()
                            .allMatch(need -> progress.getOrDefault(need, Progress.DONE) == Progress.DONE);
            if (ready && taken.add(step.scope())) {
                next.add(step.stage());
            }
        }
        return next;
    }

    /** Whether a stage can begin before any other has ended: what blocks it now would block it then. */
    public boolean startsByItself(String stage) {
        return steps.stream().anyMatch(step -> step.stage().equals(stage) && step.needs().isEmpty());
    }
}
