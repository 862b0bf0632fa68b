package org.katagpu.ui.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.katagpu.message.Text;
import org.katagpu.setup.Action;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageState;
import org.katagpu.ui.control.MessageKind;
import org.katagpu.ui.frame.Act;
import org.katagpu.ui.frame.Acts;
import org.katagpu.ui.frame.Acts.Standing;
import org.katagpu.ui.frame.Acts.Standing.Kind;

/** What can be done with a stage as it is shown, and in one line how it stands. */
final class StageActs {
    private final StageModel model;
    private final Runnable script;
    private final Runnable show;
    private final Runnable mend;

    /**
     * @param script shows the script of the act
     * @param show brings to sight what stands against it
     * @param mend goes to the field that is wrong
     */
    StageActs(StageModel model, Runnable script, Runnable show, Runnable mend) {
        this.model = model;
        this.script = script;
        this.show = show;
        this.mend = mend;
    }

    Acts of(StageModel.View view) {
        return switch (view) {
            case StageModel.View.Nothing _ -> Acts.NONE;
            case StageModel.View.Checking _ -> new Acts(tools(false), standing(Kind.BUSY, "panel.standing.checking"));
            case StageModel.View.Running(Action action) -> new Acts(tools(false), standing(Kind.BUSY,
                    action == Action.APPLY ? "panel.standing.applying" : "panel.standing.undoing"));
            case StageModel.View.Failed(var problem) ->
                new Acts(List.of(again(true)), shown(
                        MessageKind.of(problem) == MessageKind.FAILED ? Kind.BLOCKED : Kind.NOTE, problem.what()));
            case StageModel.View.WrongField(var draft) -> new Acts(List.of(script(false)), Optional.of(
                    new Standing(Kind.BLOCKED, Text.of("panel.standing.wrong", draft.name()), Optional.of(mend))));
            case StageModel.View.Stale stale -> new Acts(tools(true),
                    Optional.of(Standing.of(Kind.STALE, new StaleText().of(stale))));
            case StageModel.View.Known(StageReport report, var _) -> known(report);
        };
    }

    private Acts known(StageReport report) {
        List<Act> acts = tools(true);
        if (!model.canChange()) {
            return new Acts(acts, Optional.of(Standing.of(Kind.BLOCKED, Text.of("panel.read-only"))));
        }
        if (report.recorded().orElse(1) > 0) {
            acts.add(Act.back(model.stageId() + "-undo", Text.of("panel.act.more", model.name(Action.UNDO, report)),
                    !model.busyProperty().get(), model::undo));
        }
        boolean allowed = model.canApplyProperty().get();
        if (report.state() == StageState.NEEDED && report.question().isEmpty()) {
            acts.add(Act.main(model.stageId() + "-apply", model.name(Action.APPLY, report),
                    allowed && !model.busyProperty().get(), () -> model.act(Action.APPLY)));
        }
        return new Acts(acts, standing(report, allowed));
    }

    private Optional<Standing> standing(StageReport report, boolean allowed) {
        if (report.question().isPresent()) {
            return shown(Kind.ASKS, Text.of("panel.asks"));
        }
        return switch (report.state()) {
            case DONE -> standing(Kind.DONE, "panel.standing.done");
            case BLOCKED -> shown(Kind.BLOCKED, StageModel.reason(report));
            case NEEDED -> needed(allowed);
        };
    }

    private Optional<Standing> needed(boolean allowed) {
        if (model.busyProperty().get()) {
            return standing(Kind.BUSY, "panel.standing.busy");
        }
        return allowed ? Optional.empty() : shown(Kind.BLOCKED, Text.of("panel.standing.not-allowed"));
    }

    private static Optional<Standing> standing(Kind kind, String key) {
        return Optional.of(Standing.of(kind, Text.of(key)));
    }

    private Optional<Standing> shown(Kind kind, Text what) {
        return Optional.of(new Standing(kind, what, Optional.of(show)));
    }

    private List<Act> tools(boolean canAsk) {
        return new ArrayList<>(List.of(script(canAsk), again(canAsk)));
    }

    private Act script(boolean enabled) {
        return new Act(model.stageId() + "-script", Text.of("panel.script"), Act.Kind.SCRIPT, enabled, script);
    }

    private Act again(boolean enabled) {
        return new Act(model.stageId() + "-check", Text.of("panel.check-again"), Act.Kind.READ, enabled,
                model::check);
    }
}
