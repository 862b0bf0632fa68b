package org.katagpu.ui.page.kata;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.katagpu.kataconf.KeyRow;
import org.katagpu.message.Text;
import org.katagpu.ui.control.FormDrafts;
import org.katagpu.ui.frame.Act;
import org.katagpu.ui.frame.Acts;
import org.katagpu.ui.frame.Acts.Standing;
import org.katagpu.ui.page.kata.model.ConfigState;
import org.katagpu.ui.page.kata.model.EditModel;
import org.katagpu.ui.page.kata.model.KataConfigModel;
import org.katagpu.ui.page.kata.model.Review;
import org.katagpu.ui.page.kata.model.SaveModel;
import org.katagpu.ui.stage.StageModel;

/** What can be done with Kata's configuration: while it is edited, and on the way to a save. */
final class KataActs {
    private final KataConfigModel model;
    private final SaveModel save;
    private final StageModel stage;
    private final Runnable settle;

    /** @param settle what is being typed counts before anything else is done */
    KataActs(KataConfigModel model, SaveModel save, StageModel stage, Runnable settle) {
        this.model = model;
        this.save = save;
        this.stage = stage;
        this.settle = settle;
    }

    /** @param ofStage what can be done with the save that is shown */
    Acts of(Acts ofStage) {
        return switch (save.reviewProperty().get()) {
            case Review.None _ -> editing();
            case Review.Ready ready when ready.restored().isPresent() -> restoring(ofStage);
            case Review.Ready _ -> with(List.of(leave()), ofStage);
            case Review.Preparing _,Review.Refused _,Review.Changed _,Review.Backups _ -> Acts.of(leave());
        };
    }

    private Acts editing() {
        List<Act> acts = new ArrayList<>();
        ConfigState state = model.stateProperty().get();
        if (!(state instanceof ConfigState.Nothing)) {
            acts.add(new Act("read-again", Text.of("kata.page.read-again"), Act.Kind.READ,
                    !(state instanceof ConfigState.Loading), model::load));
        }
        if (state instanceof ConfigState.Editing || state instanceof ConfigState.Failed) {
            acts.add(new Act("backups", Text.of("kata.page.backups"), Act.Kind.PAST, true, save::backups));
        }
        if (!(state instanceof ConfigState.Editing editing)) {
            return new Acts(acts, Optional.empty());
        }
        EditModel edit = editing.edit();
        boolean wrong = edit.judgedProperty().get().blocked() || edit.drafts().firstProperty().get().isPresent();
        if (edit.changedFromHost()) {
            acts.add(Act.main("review", Text.of("kata.page.review"), model.canChange() && !wrong, () -> {
                settle.run();
                if (edit.drafts().firstProperty().get().isEmpty()) {
                    save.review();
                }
            }));
        }
        return new Acts(acts, standing(editing, wrong));
    }

    private Optional<Standing> standing(ConfigState.Editing editing, boolean wrong) {
        EditModel edit = editing.edit();
        if (!model.canChange()) {
            return Optional.of(Standing.of(Standing.Kind.BLOCKED, Text.of("panel.read-only")));
        }
        Optional<FormDrafts.Draft> draft = edit.drafts().firstProperty().get();
        if (draft.isPresent()) {
            return Optional.of(new Standing(Standing.Kind.BLOCKED, Text.of("panel.standing.wrong", draft.get().name()),
                    Optional.of(() -> mend(editing))));
        }
        if (edit.changedFromHost() && wrong) {
            return Optional.of(Standing.of(Standing.Kind.BLOCKED, Text.of("kata.page.standing.wrong")));
        }
        if (edit.changedFromHost()) {
            return Optional.of(Standing.of(Standing.Kind.NOTE, Text.of("kata.page.unsaved", edit.unsaved())));
        }
        return stage.isDone()
                ? Optional.of(Standing.of(Standing.Kind.DONE, Text.of("kata.page.standing.saved")))
                : Optional.empty();
    }

    /** Brings the key with the wrong field to sight. */
    private static void mend(ConfigState.Editing editing) {
        editing.edit().drafts().firstField().ifPresent(field -> editing.edit().judgedProperty().get().tables().values()
                .stream().flatMap(List::stream).map(KeyRow::ref).filter(ref -> ref.toString().equals(field)).findFirst()
                .ifPresent(editing.keys()::reveal));
    }

    private Acts restoring(Acts ofStage) {
        boolean running = stage.viewProperty().get() instanceof StageModel.View.Running;
        List<Act> acts = new ArrayList<>(List.of(leave()));
        if (!running) {
            acts.add(Act.main("kata-apply", Text.of("kata.page.restore"), save.canRestore(), save::putBack));
        }
        return new Acts(acts, running ? ofStage.standing() : Optional.empty());
    }

    private static Acts with(List<Act> first, Acts others) {
        List<Act> acts = new ArrayList<>(first);
        acts.addAll(others.offered());
        return new Acts(acts, others.standing());
    }

    private Act leave() {
        return Act.back("back", Text.of("kata.page.back"), true, save::leave);
    }
}
