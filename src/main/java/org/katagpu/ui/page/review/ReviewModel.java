package org.katagpu.ui.page.review;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;

import org.katagpu.message.Text;
import org.katagpu.setup.Action;
import org.katagpu.setup.Pipeline;
import org.katagpu.setup.Pipeline.Progress;
import org.katagpu.setup.StageState;
import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.frame.StepMark;
import org.katagpu.ui.frame.Wizard;
import org.katagpu.ui.stage.StageModel;

/**
 * The whole plan at once: what each stage would change, and a run of all that is needed, in order, each stage checked
 * again just before its turn. It ends at the first failure. JavaFX thread only.
 */
public final class ReviewModel {
    private final Wizard wizard;
    private final Pipeline pipeline;
    private final Map<String, ReviewItem> items = new LinkedHashMap<>();
    private final Map<String, Progress> progress = new LinkedHashMap<>();
    /** Stages of this run whose act was started: what they still need afterwards is a failure, not work. */
    private final Set<String> acted = new HashSet<>();
    /** Stages the admin leaves out. */
    private final Set<String> left = new HashSet<>();
    private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper();
    private final ReadOnlyLongWrapper changed = new ReadOnlyLongWrapper();

    /** @param items in the order shown */
    public ReviewModel(Wizard wizard, Pipeline pipeline, List<ReviewItem> items) {
        this.wizard = wizard;
        this.pipeline = pipeline;
        for (ReviewItem item : items) {
            this.items.put(item.id(), item);
            item.stage().viewProperty().subscribe(view -> seen(item, view));
        }
        wizard.planProperty().subscribe(plan -> touched());
        wizard.sessionProperty().subscribe(session -> forget());
    }

    List<ReviewItem> items() {
        return List.copyOf(items.values());
    }

    /** Grows with everything that is to be drawn anew. */
    ReadOnlyLongProperty changedProperty() {
        return changed.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty runningProperty() {
        return running.getReadOnlyProperty();
    }

    Optional<Text> chosen(ReviewItem item) {
        return item.chosen().apply(wizard.planProperty().get());
    }

    /** How far a stage has come in the run under way or the last one; empty where it took no part. */
    Optional<Progress> progress(ReviewItem item) {
        return Optional.ofNullable(progress.get(item.id()));
    }

    void open(PageId page) {
        wizard.open(page);
    }

    /** The page came to the front: what was never asked is asked. */
    void shown() {
        items.values().stream().filter(item -> item.stage().viewProperty().get() instanceof StageModel.View.Nothing)
                .forEach(this::check);
    }

    void checkAll() {
        items.values().forEach(this::check);
    }

    private void check(ReviewItem item) {
        if (chosen(item).isPresent()) {
            item.stage().check();
        }
    }

    boolean isIncluded(ReviewItem item) {
        return !left.contains(item.id());
    }

    /** Leaves a stage out of the run, or takes it in again. */
    void include(ReviewItem item, boolean wanted) {
        if (wanted ? left.remove(item.id()) : left.add(item.id())) {
            touched();
        }
    }

    /** The stages that take part in a run: chosen, and not left out. */
    private Stream<ReviewItem> taking() {
        return items.values().stream().filter(this::isIncluded).filter(item -> chosen(item).isPresent());
    }

    /** Stages that have something to do or may have once those before them are done. */
    long needed() {
        return taking().filter(item -> !isDone(item)).count();
    }

    /** Whether a stage stands in the way that no other stage of the run can free. */
    boolean blocked() {
        return taking().filter(item -> pipeline.startsByItself(item.id())).anyMatch(this::isBlocked);
    }

    private boolean isBlocked(ReviewItem item) {
        return item.stage().viewProperty().get() instanceof StageModel.View.Known known
                && (known.report().state() == StageState.BLOCKED || !item.stage().allowedProperty().get());
    }

    private static boolean isDone(ReviewItem item) {
        return item.stage().viewProperty().get() instanceof StageModel.View.Known known
                && known.report().state() == StageState.DONE;
    }

    boolean canRun() {
        return !running.get() && needed() > 0 && !blocked() && taking().allMatch(this::isAnswered)
                && items.values().stream().allMatch(item -> item.stage().canChange());
    }

    /** What will change must have been shown before a run can be started. */
    private boolean isAnswered(ReviewItem item) {
        return item.stage().viewProperty().get() instanceof StageModel.View.Known;
    }

    /** Runs every stage that is needed. */
    public void run() {
        progress.clear();
        acted.clear();
        taking().forEach(item -> progress.put(item.id(), Progress.WAITING));
        running.set(true);
        advance();
    }

    /** Begins nothing more; what is under way comes to its end, or is cancelled in its log. */
    void stop() {
        progress.values().removeIf(state -> state == Progress.WAITING);
        advance();
    }

    private void advance() {
        for (String id : pipeline.next(progress)) {
            progress.put(id, Progress.UNDER_WAY);
            ReviewItem item = items.get(id);
            if (item != null) {
                item.stage().check();
            }
        }
        running.set(progress.containsValue(Progress.UNDER_WAY));
        touched();
    }

    private void seen(ReviewItem item, StageModel.View view) {
        if (progress.get(item.id()) == Progress.UNDER_WAY) {
            switch (view) {
                case StageModel.View.Known known -> known(item, known);
                case StageModel.View.Failed _ -> ended(item, Progress.FAILED);
                case StageModel.View.Nothing _ -> ended(item, Progress.FAILED);
                case StageModel.View.Checking _,StageModel.View.Running _ -> touched();
            }
        } else {
            touched();
        }
    }

    private void known(ReviewItem item, StageModel.View.Known known) {
        boolean broke = known.after().flatMap(end -> end.problem()).isPresent();
        if (broke) {
            ended(item, Progress.FAILED);
        } else if (known.report().state() == StageState.DONE) {
            ended(item, Progress.DONE);
        } else if (known.report().state() == StageState.NEEDED && item.stage().allowedProperty().get()
                && acted.add(item.id())) {
            item.stage().act(Action.APPLY);
        } else {
            ended(item, Progress.FAILED);
        }
    }

    private void ended(ReviewItem item, Progress how) {
        progress.put(item.id(), how);
        advance();
    }

    private void forget() {
        progress.clear();
        acted.clear();
        left.clear();
        running.set(false);
        touched();
    }

    private void touched() {
        changed.set(changed.get() + 1);
        if (wizard.sessionProperty().get().isPresent()) {
            wizard.mark(PageId.REVIEW, mark());
        }
    }

    private StepMark mark() {
        if (running.get()) {
            return StepMark.RUNNING;
        }
        if (progress.containsValue(Progress.FAILED)) {
            return StepMark.ATTENTION;
        }
        boolean all = !items.isEmpty()
                && items.values().stream().allMatch(item -> chosen(item).isPresent() && isDone(item));
        return all ? StepMark.DONE : StepMark.OPEN;
    }
}
