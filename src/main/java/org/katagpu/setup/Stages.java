package org.katagpu.setup;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.katagpu.job.LockScope;
import org.katagpu.setup.gpu.GpuStage;
import org.katagpu.setup.image.ImageStage;
import org.katagpu.setup.kata.KataStage;
import org.katagpu.setup.network.NetworkStage;
import org.katagpu.setup.rootfs.RootfsStage;
import org.katagpu.setup.serve.ServeStage;

/**
 * The stages of the way to an answering model: what each rests on, and which may run side by side. Holds no state.
 *
 * @param steps each after those it needs
 */
public record Stages(List<Step> steps) {
    /**
     * One stage in the order.
     *
     * @param needs stages that must be done before it begins
     * @param scope stages of one scope never run at the same time
     */
    public record Step(String stage, Set<String> needs, LockScope scope) {
        public static Step of(Stage stage) {
            return new Step(stage.id(), stage.needs(), stage.scope());
        }

        private boolean isApart() {
            return needs.isEmpty() && !scope.equals(LockScope.HOST);
        }
    }

    /** The whole way. The two long builds need nobody and disturb nobody. */
    public static final Stages WHOLE = of(all().values());

    /** In the order given, but for those that need nobody and disturb nobody: the long ones, which come first. */
    public static Stages of(Collection<Stage> stages) {
        return new Stages(
                stages.stream().map(Step::of).sorted(Comparator.comparing(Step::isApart).reversed()).toList());
    }

    /** The one list of all stages, by their ids, in the order of the window's pages. A new stage has its line here. */
    public static Map<String, Stage> all() {
        Map<String, Stage> all = new LinkedHashMap<>();
        for (Stage stage : List.of(new GpuStage(), new RootfsStage(), new KataStage(), new ImageStage(),
                new NetworkStage(), new ServeStage())) {
            all.put(stage.id(), stage);
        }
        return all;
    }

    /** @throws IllegalArgumentException where a step needs a later one, or one twice named */
    public Stages {
        steps = List.copyOf(steps);
        Set<String> before = new HashSet<>();
        for (Step step : steps) {
            if (!before.containsAll(step.needs()) || !before.add(step.stage())) {
                throw new IllegalArgumentException("out of order: " + step.stage());
            }
        }
    }

    /** Whether a stage can begin before any other has ended: what blocks it now would block it then. */
    public boolean startsByItself(String stage) {
        return steps.stream().anyMatch(step -> step.stage().equals(stage) && step.needs().isEmpty());
    }

    /** All a stage rests on, directly or by way of others; without itself. */
    public Set<String> under(String stage) {
        Map<String, Set<String>> all = new HashMap<>();
        for (Step step : steps) {
            Set<String> under = new LinkedHashSet<>(step.needs());
            step.needs().forEach(need -> under.addAll(all.getOrDefault(need, Set.of())));
            all.put(step.stage(), under);
        }
        return all.getOrDefault(stage, Set.of());
    }

    /**
     * What a run of this stage may change for: the stage itself, all it rests on (starting the model takes the
     * network) and all that rests on it.
     */
    public Set<String> touchedBy(String stage) {
        Set<String> touched = new LinkedHashSet<>(under(stage));
        touched.add(stage);
        steps.stream().map(Step::stage).filter(other -> under(other).contains(stage)).forEach(touched::add);
        return touched;
    }

    /**
     * The stages to take back, in the order to do it: those that have something to take back, and those that are in the
     * way of nothing but such a stage.
     *
     * @param needed whether the host says there is something to take back
     * @param blocked whether it says that something stands in the way
     */
    public List<String> toTakeBack(Predicate<String> needed, Predicate<String> blocked) {
        List<String> all = new ArrayList<>();
        for (Step step : reversed().steps()) {
            if (needed.test(step.stage())
                    || blocked.test(step.stage()) && step.needs().stream().anyMatch(all::contains)) {
                all.add(step.stage());
            }
        }
        return all;
    }

    /** The way back: each stage after those that rest on it. */
    public Stages reversed() {
        Map<String, Set<String>> needs = new LinkedHashMap<>();
        steps.reversed().forEach(step -> needs.put(step.stage(), new LinkedHashSet<>()));
        for (Step step : steps) {
            step.needs().forEach(need -> needs.getOrDefault(need, new HashSet<>()).add(step.stage()));
        }
        List<Step> back = new ArrayList<>();
        for (Step step : steps.reversed()) {
            back.add(new Step(step.stage(), needs.getOrDefault(step.stage(), Set.of()), step.scope()));
        }
        return new Stages(back);
    }
}
