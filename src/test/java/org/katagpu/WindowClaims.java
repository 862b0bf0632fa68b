package org.katagpu;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.katagpu.job.JobInfo;
import org.katagpu.machine.MachineBench;
import org.katagpu.machine.MachineUser;
import org.katagpu.machine.ThrowawayMachine;
import org.katagpu.setup.Finding;
import org.katagpu.setup.Plan;
import org.katagpu.setup.Stage;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageState;
import org.katagpu.setup.gpu.GpuStage;
import org.katagpu.setup.image.ImageStage;
import org.katagpu.setup.kata.KataStage;
import org.katagpu.setup.network.NetworkStage;
import org.katagpu.setup.rootfs.RootfsStage;
import org.katagpu.setup.serve.Proof;
import org.katagpu.setup.serve.ProofLink;
import org.katagpu.setup.serve.ServeStage;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.frame.StepMark;
import org.katagpu.ui.log.LogModel;
import org.katagpu.ui.stage.StageModel;

/** What a window claims of its host, held against what the host says to somebody else who asks it now. */
final class WindowClaims {
    private static final List<Stage> STAGES = List.of(new GpuStage(), new RootfsStage(), new KataStage(),
            new ImageStage(), new NetworkStage(), new ServeStage());
    /** A page may be reading again while it is compared. */
    private static final int TRIES = 5;

    private final WholeWindow window;
    private final ThrowawayMachine machine;
    private int compared;
    private int times;

    WindowClaims(WholeWindow window, ThrowawayMachine machine) {
        this.window = window;
        this.machine = machine;
    }

    /** All that is claimed at one moment: by stage, what is said of it; and what is said besides. */
    private record Claims(Map<String, StageModel.View> views, Map<PageId, StepMark.Kind> marks, Proof proof,
            boolean endpoint, long running) {}

    private Claims now() {
        return FxThread.get(() -> {
            Map<String, StageModel.View> views = new LinkedHashMap<>();
            window.wiring.stages().models().forEach(model -> views.put(model.stageId(), model.viewProperty().get()));
            Map<PageId, StepMark.Kind> marks = new LinkedHashMap<>();
            Stream.concat(WholeWindow.PAGES.values().stream(), Stream.of(PageId.REVIEW))
                    .forEach(page -> marks.put(page, window.wiring.wizard().markProperty(page).get().kind()));
            return new Claims(views, marks, window.wiring.stages().proof(),
                    window.wiring.stages().endpointProperty().get().isPresent(),
                    window.wiring.logs().logs().stream().filter(LogModel::isRunning).count());
        });
    }

    /** Until the window has come to rest: nothing runs, nothing is being read, the link is up. */
    void settle(String when) {
        window.await("the window is at rest " + when, () -> window.wiring.wizard().watch().isUp()
                && !window.marked(PageId.REVIEW, StepMark.Kind.RUNNING)
                && window.wiring.stages().models().stream().allMatch(WindowClaims::atRest));
    }

    private static boolean atRest(StageModel model) {
        return !model.busyProperty().get() && switch (model.viewProperty().get()) {
            case StageModel.View.Known _,StageModel.View.Failed _,StageModel.View.Nothing _,StageModel.View.WrongField _ ->
                true;
            case StageModel.View.Checking _,StageModel.View.Running _,StageModel.View.Stale _ -> false;
        };
    }

    /** Nothing is claimed of a host that cannot be asked. */
    List<String> whileAway(String when) {
        Claims claims = now();
        List<String> wrong = new ArrayList<>();
        claims.views().forEach((stage, view) -> hold(wrong, !(view instanceof StageModel.View.Known
                || view instanceof StageModel.View.Failed), when + ": " + stage
                        + " is claimed while the host is away: " + view));
        claims.marks().forEach((page, kind) -> hold(wrong, kind != StepMark.Kind.DONE,
                when + ": " + page + " is marked done while the host is away"));
        for (ProofLink link : ProofLink.values()) {
            hold(wrong, claims.proof().at(link).state() != Proof.State.PROVED,
                    when + ": " + link + " is proved while the host is away");
        }
        return wrong;
    }

    /** Settles, asks the host, compares. @return what the host contradicts */
    List<String> compare(String when) throws Exception {
        try (MachineBench bench = new MachineBench(machine, MachineUser.ROOT)) {
            for (int i = 0; i < TRIES; i++) {
                settle(when);
                Claims before = now();
                Map<String, StageReport> fresh = fresh(bench);
                long jobs = bench.runner.jobs().stream().filter(job -> job.state() == JobInfo.State.RUNNING).count();
                if (before.equals(now())) {
                    times++;
                    return against(when, before, fresh, jobs);
                }
            }
            throw new AssertionError("the window does not come to rest " + when);
        }
    }

    private Map<String, StageReport> fresh(MachineBench bench) throws InterruptedException {
        Plan plan = FxThread.get(() -> window.wiring.wizard().planProperty().get());
        Map<String, StageReport> fresh = new LinkedHashMap<>();
        for (Stage stage : STAGES) {
            fresh.put(stage.id(), bench.check(stage, plan));
        }
        return fresh;
    }

    private List<String> against(String when, Claims claims, Map<String, StageReport> fresh, long jobs) {
        List<String> wrong = new ArrayList<>();
        fresh.forEach((stage, report) -> {
            String of = when + ": " + stage;
            switch (claims.views().get(stage)) {
                case StageModel.View.Known(StageReport shown, var _) -> {
                    hold(wrong, shown.state() == report.state(), of + " is " + shown.state() + ", not "
                            + report.state());
                    hold(wrong, shown.boot().equals(report.boot()), of + " was read in another boot");
                    hold(wrong, shown.changes().equals(report.changes()), of + " would change " + shown.changes()
                            + ", not " + report.changes());
                    hold(wrong, findings(shown).equals(findings(report)), of + " found " + findings(shown) + ", not "
                            + findings(report));
                }
                case StageModel.View.Failed(var problem) -> wrong.add(of + " is told as failed: " + problem);
                case null, default -> {
                    // Nothing is claimed.
                }
            }
            PageId page = WholeWindow.PAGES.get(stage);
            boolean done = claims.marks().get(page) == StepMark.Kind.DONE;
            hold(wrong, done == (report.state() == StageState.DONE), of + " is marked " + claims.marks().get(page)
                    + ", but is " + report.state());
        });
        boolean allDone = fresh.values().stream().allMatch(report -> report.state() == StageState.DONE);
        hold(wrong, (claims.marks().get(PageId.REVIEW) == StepMark.Kind.DONE) == allDone, when
                + ": Review is marked " + claims.marks().get(PageId.REVIEW));
        proof(wrong, when, claims, Proof.of(fresh.get("serve").facts()));
        hold(wrong, claims.running() == jobs, when + ": " + claims.running() + " logs run, but " + jobs + " jobs");
        return wrong;
    }

    private void proof(List<String> wrong, String when, Claims claims, Proof fresh) {
        for (ProofLink link : ProofLink.values()) {
            Proof.State shown = claims.proof().at(link).state();
            Proof.State now = fresh.at(link).state();
            boolean holds = (shown == Proof.State.PROVED) == (now == Proof.State.PROVED)
                    && shown != Proof.State.RUNNING;
            hold(wrong, holds, when + ": link " + link + " is " + shown + ", not " + now);
        }
        hold(wrong, claims.endpoint() == fresh.answers(), when + ": the chat has a server: " + claims.endpoint());
    }

    /** Those a page shows; what passed is not claimed. */
    private static List<String> findings(StageReport report) {
        return report.findings().stream().filter(finding -> finding.status() != Finding.Status.PASS)
                .map(finding -> finding.id() + " " + finding.status()).toList();
    }

    private void hold(List<String> wrong, boolean holds, String otherwise) {
        compared++;
        if (!holds) {
            wrong.add(otherwise);
        }
    }

    int compared() {
        return compared;
    }

    /** How often the host was asked. */
    int times() {
        return times;
    }
}
