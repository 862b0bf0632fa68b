package org.katagpu.setup.run;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import org.katagpu.job.LockScope;
import org.katagpu.message.Text;
import org.katagpu.setup.Action;
import org.katagpu.setup.Stages;

/**
 * How far a run of several stages has come, and what may begin next. Immutable.
 *
 * @param stages in the order of this run: reversed where it takes back
 * @param action apply or undo
 * @param progress of the stages that take part; those left out hold nobody up
 */
public record RunState(Stages stages, Action action, Map<String, Progress> progress) {
    public RunState {
        progress = Collections.unmodifiableMap(new LinkedHashMap<>(progress));
    }

    /** A run that has not begun. @param whole all stages, in the order they are set up */
    public static RunState of(Stages whole, Action action, Collection<String> taking) {
        Stages order = action == Action.UNDO ? whole.reversed() : whole;
        Map<String, Progress> progress = new LinkedHashMap<>();
        order.steps().stream().map(Stages.Step::stage).filter(taking::contains)
                .forEach(stage -> progress.put(stage, Progress.WAITING));
        return new RunState(order, action, progress);
    }

    /** Which stages may begin now. */
    public Set<String> next() {
        Set<LockScope> taken = new HashSet<>();
        for (Stages.Step step : stages.steps()) {
            if (progress.get(step.stage()) instanceof Progress.UnderWay) {
                taken.add(step.scope());
            }
        }
        Set<String> next = new LinkedHashSet<>();
        for (Stages.Step step : stages.steps()) {
            boolean ready = progress.get(step.stage()) instanceof Progress.Waiting && step.needs().stream()
                    .allMatch(need -> progress.getOrDefault(need, Progress.DONE) instanceof Progress.Done);
            if (ready && taken.add(step.scope())) {
                next.add(step.stage());
            }
        }
        return next;
    }

    /**
     * A stage came further. After an apply that failed, was stopped or asks nothing more begins; after such an undo only
     * what the stage that is still there rests on stays.
     */
    public RunState with(String stage, Progress now) {
        Map<String, Progress> changed = new LinkedHashMap<>(progress);
        changed.put(stage, now);
        String held = switch (now) {
            case Progress.Failed _ -> "run.not_begun.after";
            case Progress.Stopped _ -> "run.not_begun.after_stopped";
            case Progress.Asks _ -> "run.not_begun.after_asks";
            case Progress.Waiting _,Progress.UnderWay _,Progress.Done _,Progress.NotBegun _ -> "";
        };
        if (!held.isEmpty()) {
            Text why = Text.of(held, Text.of(stage + ".title"));
            changed.replaceAll((other, was) -> was instanceof Progress.Waiting && endsWith(stage, other)
                    ? new Progress.NotBegun(why)
                    : was);
        }
        return new RunState(stages, action, changed);
    }

    private boolean endsWith(String failed, String waiting) {
        return action != Action.UNDO || stages.under(waiting).contains(failed);
    }

    /** Begins nothing more. */
    public RunState stopped(Text why) {
        Map<String, Progress> changed = new LinkedHashMap<>(progress);
        changed.replaceAll((stage, was) -> was instanceof Progress.Waiting
                ? new Progress.NotBegun(why)
                : was);
        return new RunState(stages, action, changed);
    }

    /** As it was kept; nothing follows from it. */
    RunState put(String stage, Progress now) {
        Map<String, Progress> changed = new LinkedHashMap<>(progress);
        changed.put(stage, now);
        return new RunState(stages, action, changed);
    }

    /** To be gone on with by another: what was under way is looked at anew. */
    public RunState anew() {
        Map<String, Progress> changed = new LinkedHashMap<>(progress);
        changed.replaceAll((stage, was) -> was instanceof Progress.UnderWay ? Progress.WAITING : was);
        return new RunState(stages, action, changed);
    }

    /** To be gone on with in another boot of the host: what was made before it is looked at anew, too. */
    RunState anewInAnotherBoot() {
        if (action == Action.UNDO) {
            return anew();
        }
        Map<String, Progress> changed = new LinkedHashMap<>(anew().progress());
        changed.replaceAll((stage, was) -> was instanceof Progress.Done ? Progress.WAITING : was);
        return new RunState(stages, action, changed);
    }

    /** Whether something is under way or may still begin. */
    public boolean goesOn() {
        return progress.values().stream()
                .anyMatch(now -> now instanceof Progress.UnderWay || now instanceof Progress.Waiting);
    }

    public boolean failed() {
        return progress.values().stream().anyMatch(Progress.Failed.class::isInstance);
    }
}
