package org.katagpu.ui.stage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import javafx.util.Subscription;

import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.setup.Action;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageState;
import org.katagpu.setup.run.RunWork;
import org.katagpu.ui.control.Background;
import org.katagpu.ui.control.FormDrafts;

/** A run's work done by the pages' own models, so that every page shows what the run does. */
public final class StageModelWork implements RunWork {
    private final Map<String, StageModel> models = new LinkedHashMap<>();
    private final Background background;

    public StageModelWork(List<StageModel> models, Background background) {
        models.forEach(model -> this.models.put(model.stageId(), model));
        this.background = background;
    }

    @Override
    public StageReport check(String stage) throws ProblemException, InterruptedException {
        StageModel model = model(stage);
        return await(model, model::check).report();
    }

    @Override
    public Acted act(String stage, Action action) throws ProblemException, InterruptedException {
        StageModel model = model(stage);
        StageModel.View.Known known = await(model, () -> model.act(action));
        return Acted.of(known.after(), known.report());
    }

    /** Begins, then waits until the model knows again how its stage stands; across lost links. */
    private StageModel.View.Known await(StageModel model, Runnable begin)
            throws ProblemException, InterruptedException {
        CompletableFuture<StageModel.View.Known> answer = new CompletableFuture<>();
        CompletableFuture<Subscription> following = new CompletableFuture<>();
        background.later(() -> whenFree(model, begin, answer, following));
        try {
            return answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ProblemException problem) {
                throw problem;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            following.thenAccept(subscription -> background.later(subscription::unsubscribe));
        }
    }

    /** A page's own run of the same lock comes to its end first. */
    private static void whenFree(StageModel model, Runnable begin, CompletableFuture<StageModel.View.Known> answer,
            CompletableFuture<Subscription> following) {
        boolean[] begun = {false};
        Runnable once = () -> {
            if (!begun[0]) {
                begun[0] = true;
                begin.run();
            }
        };
        Subscription busy = model.busyProperty().subscribe(now -> {
            if (!now) {
                once.run();
            }
        });
        following.complete(busy.and(model.viewProperty().subscribe(view -> {
            if (begun[0]) {
                take(view, model, answer);
            }
        })));
    }

    private static void take(StageModel.View view, StageModel model,
            CompletableFuture<StageModel.View.Known> answer) {
        switch (view) {
            case StageModel.View.Known known -> answer.complete(allowed(known, model));
            case StageModel.View.Failed(Problem problem) -> answer.completeExceptionally(new ProblemException(problem));
            case StageModel.View.WrongField(FormDrafts.Draft draft) -> answer.completeExceptionally(
                    new ProblemException(Problem.of(Text.of("run.wrong_field", draft.name()), draft.expected())));
            case StageModel.View.Nothing _ when model.canChange() -> answer.completeExceptionally(new ProblemException(
                    Problem.of(Text.of("run.nothing_chosen"), Text.of("run.nothing_chosen.next"))));
            case StageModel.View.Nothing _ -> {
                // The host was let go: the run is left, not failed.
            }
            case StageModel.View.Checking _,StageModel.View.Stale _,StageModel.View.Running _ -> {
                // It will be known.
            }
        }
    }

    /** What the page does not allow is not possible, whatever the host says. */
    private static StageModel.View.Known allowed(StageModel.View.Known known, StageModel model) {
        StageReport report = known.report();
        boolean refused = report.state() == StageState.NEEDED && !model.canApplyProperty().get();
        return refused
                ? new StageModel.View.Known(new StageReport(StageState.BLOCKED, report.changes(), report.findings(),
                        report.facts(), report.boot()), known.after())
                : known;
    }

    private StageModel model(String stage) {
        return Objects.requireNonNull(models.get(stage), stage);
    }
}
