package org.katagpu.setup.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.setup.Action;
import org.katagpu.setup.Outcome;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageState;
import org.katagpu.setup.Stages;
import org.katagpu.setup.run.Progress.NotBegun;

@Timeout(20)
class RunEngineTest {
    private static final List<String> ALL = Stages.WHOLE.steps().stream().map(Stages.Step::stage).toList();
    private static final Problem BROKE = Problem.of(Text.of("stage.vanished"), Text.of("stage.vanished.next"));

    private final Played host = new Played();
    private final List<RunState> told = Collections.synchronizedList(new ArrayList<>());
    private final RunEngine engine = new RunEngine(host, told::add);

    /** A host on which acts change what checks say. */
    private static final class Played implements RunWork {
        final Map<String, StageState> states = new HashMap<>();
        final Set<String> fails = new HashSet<>();
        final List<String> log = Collections.synchronizedList(new ArrayList<>());
        final Map<String, CountDownLatch> held = new HashMap<>();
        final Set<String> under = Collections.synchronizedSet(new HashSet<>());
        /** A restart comes right before the host is asked of it, or right after its act has ended. */
        final Set<String> restartsBefore = new HashSet<>();
        final Set<String> restartsAfter = new HashSet<>();
        volatile boolean met;
        private String boot = "first";

        @Override
        public StageReport check(String stage) throws ProblemException {
            log.add("check " + stage);
            if (restartsBefore.remove(stage)) {
                restart();
            }
            return report(stage);
        }

        /** Bindings are gone, files stay. */
        private synchronized void restart() {
            boot += "+";
            states.remove("gpu");
        }

        private synchronized StageReport report(String stage) {
            return new StageReport(states.getOrDefault(stage, StageState.NEEDED), List.of(), List.of(), List.of(),
                    boot);
        }

        @Override
        public Acted act(String stage, Action action) throws ProblemException, InterruptedException {
            log.add(action + " " + stage);
            under.add(stage);
            met |= Stages.WHOLE.steps().stream().filter(step -> under.contains(step.stage()))
                    .map(Stages.Step::scope).distinct().count() < under.size();
            CountDownLatch latch = held.get(stage);
            if (latch != null) {
                latch.await();
            }
            under.remove(stage);
            if (fails.contains(stage)) {
                return new Acted(Outcome.FAILED, Optional.of(BROKE), report(stage));
            }
            synchronized (this) {
                states.put(stage, action == Action.UNDO ? StageState.NEEDED : StageState.DONE);
            }
            if (restartsAfter.remove(stage)) {
                restart();
            }
            return new Acted(Outcome.DONE, Optional.empty(), report(stage));
        }
    }

    private RunState run(Action action, Collection<String> taking) throws Exception {
        return engine.run(RunState.of(Stages.WHOLE, action, taking));
    }

    @Test
    void everyStageIsCheckedActedOnAndReadBackInItsOrder() throws Exception {
        RunState end = run(Action.APPLY, ALL);
        assertThat(end.progress().values()).containsOnly(Progress.DONE);
        assertThat(host.log).endsWith("check serve", "APPLY serve");
        assertThat(host.log.indexOf("check serve")).isGreaterThan(host.log.indexOf("APPLY network"));
        assertThat(host.met).as("two of one lock at a time").isFalse();
    }

    @Test
    void whatIsDoneIsNotDoneAgain() throws Exception {
        host.states.put("gpu", StageState.DONE);
        run(Action.APPLY, ALL);
        assertThat(host.log).contains("check gpu").doesNotContain("APPLY gpu");
    }

    @Test
    void theBuildsRunBesideTheHostsOwnChanges() throws Exception {
        CountDownLatch rootfs = new CountDownLatch(1);
        host.held.put("rootfs", rootfs);
        AtomicReference<RunState> end = new AtomicReference<>();
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                end.set(run(Action.APPLY, ALL));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        while (!host.log.contains("APPLY network") || !host.log.contains("APPLY image")) {
            Thread.sleep(5);
        }
        assertThat(host.log).as("the server waits for all").doesNotContain("check serve");
        rootfs.countDown();
        thread.join();
        assertThat(end.get().progress().get("serve")).isEqualTo(Progress.DONE);
    }

    @Test
    void theFirstFailureEndsTheRunAndWhatIsUnderWayComesToItsEnd() throws Exception {
        CountDownLatch image = new CountDownLatch(1);
        host.held.put("image", image);
        host.fails.add("gpu");
        RunEngine releasing = new RunEngine(host, state -> {
            if (state.failed()) {
                image.countDown();
            }
        });
        RunState end = releasing.run(RunState.of(Stages.WHOLE, Action.APPLY, ALL));
        assertThat(end.progress().get("gpu")).isEqualTo(new Progress.Failed(BROKE));
        assertThat(end.progress().get("image")).isEqualTo(Progress.DONE);
        for (String behind : List.of("kata", "network", "serve")) {
            assertThat(end.progress().get(behind)).as(behind).isEqualTo(new Progress.NotBegun(
                    Text.of("run.not_begun.after", Text.of("gpu.title"))));
            assertThat(host.log).doesNotContain("check " + behind);
        }
    }

    @Test
    void whatIsNotDoneAfterItsActIsAFailure() throws Exception {
        host.states.put("kata", StageState.BLOCKED);
        RunState end = run(Action.APPLY, ALL);
        assertThat(end.progress().get("kata")).isInstanceOf(Progress.Failed.class);
        assertThat(end.goesOn()).isFalse();
    }

    @Test
    void aStoppedRunBeginsNothingMoreAndSaysSo() throws Exception {
        CountDownLatch gpu = new CountDownLatch(1);
        host.held.put("gpu", gpu);
        RunEngine[] stopping = new RunEngine[1];
        stopping[0] = new RunEngine(host, state -> {
            if (state.progress().get("gpu") instanceof Progress.UnderWay && host.held.remove("gpu") != null) {
                stopping[0].stop();
                gpu.countDown();
            }
        });
        RunState end = stopping[0].run(RunState.of(Stages.WHOLE, Action.APPLY, List.of("gpu", "kata", "serve")));
        assertThat(end.progress().get("gpu")).isEqualTo(Progress.DONE);
        assertThat(end.progress().get("serve")).isEqualTo(new Progress.NotBegun(Text.of("run.not_begun.stopped")));
    }

    @Test
    void aRestartOfTheHostEndsTheRunBeforeTheNextStepActs() throws Exception {
        host.restartsBefore.add("network");
        RunState end = run(Action.APPLY, List.of("gpu", "network", "serve"));
        NotBegun restarted = new NotBegun(Text.of("run.not_begun.restarted"));
        assertThat(end.progress()).containsEntry("gpu", Progress.DONE).containsEntry("network", restarted)
                .containsEntry("serve", restarted);
        assertThat(host.log).contains("APPLY gpu").doesNotContain("APPLY network", "check serve");
        new RunEngine(host, told::add).run(RunState.of(Stages.WHOLE, Action.APPLY, List.of("gpu", "network")));
        assertThat(host.log.stream().filter("APPLY gpu"::equals)).as("the next run looks at all of them").hasSize(2);
    }

    @Test
    void aRestartRightAfterAnActEndsTheRunTooAndSaysWhatIsNotDone() throws Exception {
        host.restartsAfter.add("gpu");
        RunState end = run(Action.APPLY, List.of("gpu", "network"));
        assertThat(end.progress().get("gpu")).isInstanceOfSatisfying(Progress.Failed.class,
                failed -> assertThat(failed.why().what()).isEqualTo(Text.of("run.restarted")));
        host.states.clear();
        host.restartsAfter.add("network");
        RunState second = new RunEngine(host, told::add).run(RunState.of(Stages.WHOLE, Action.APPLY,
                List.of("network", "serve")));
        assertThat(second.progress()).as("it is done in this boot too").containsEntry("network", Progress.DONE)
                .containsEntry("serve", new NotBegun(Text.of("run.not_begun.restarted")));
    }

    @Test
    void aRestartEndsTheWayBackToo() throws Exception {
        host.restartsAfter.add("network");
        RunState end = run(Action.UNDO, List.of("serve", "network", "gpu"));
        assertThat(end.progress()).containsEntry("serve", Progress.DONE).containsEntry("network", Progress.DONE)
                .containsEntry("gpu", new NotBegun(Text.of("run.not_begun.restarted")));
    }

    @Test
    void whatWasMadeInTheBootTheRunIsOfIsNotTakenForGrantedInAnother() throws Exception {
        RunState taken = RunState.of(Stages.WHOLE, Action.APPLY, List.of("gpu", "network")).put("gpu", Progress.DONE);
        RunState end = new RunEngine(host, told::add, "zeroth").run(taken);
        assertThat(end.progress()).containsEntry("network", new NotBegun(Text.of("run.not_begun.restarted")));
    }

    @Test
    void aStageLeftOutHoldsNobodyUp() throws Exception {
        assertThat(run(Action.APPLY, List.of("serve")).progress()).containsOnly(Map.entry("serve", Progress.DONE));
    }

    @Test
    void theWayBackGoesInReverse() throws Exception {
        run(Action.UNDO, ALL);
        assertThat(host.log.getFirst()).isEqualTo("UNDO serve");
        assertThat(host.log).hasSize(ALL.size());
    }

    @Test
    void whatCannotBeTakenBackLeavesWhatItRestsOnAndNothingElse() throws Exception {
        host.fails.add("network");
        RunState end = run(Action.UNDO, ALL);
        assertThat(end.progress().get("network")).isEqualTo(new Progress.Failed(BROKE));
        assertThat(end.progress().values()).filteredOn(Progress.DONE::equals).hasSize(ALL.size() - 1);
        host.fails.add("serve");
        assertThat(run(Action.UNDO, ALL).progress().values()).filteredOn(Progress.NotBegun.class::isInstance)
                .hasSize(ALL.size() - 1);
    }
}
