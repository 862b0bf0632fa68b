package org.katagpu.ui.page.review;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;

import org.katagpu.message.Text;
import org.katagpu.setup.Action;
import org.katagpu.setup.StageState;
import org.katagpu.setup.Stages;
import org.katagpu.setup.run.Progress;
import org.katagpu.setup.run.RunState;
import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.frame.StepMark;
import org.katagpu.ui.frame.Wizard;
import org.katagpu.ui.stage.StageModel;
import org.katagpu.ui.stage.UndoPreview;

/** The whole plan at once: what each stage would change, and the run of all that is needed. JavaFX thread only. */
public final class ReviewModel {
    private final Wizard wizard;
    private final Stages stages;
    private final WindowRun run;
    private final Map<String, ReviewItem> items = new LinkedHashMap<>();
    /** Stages the admin leaves out. */
    private final Set<String> left = new HashSet<>();
    /** The preview of taking everything back is in front. */
    private boolean takingBack;
    private final ReadOnlyLongWrapper changed = new ReadOnlyLongWrapper();

    /** @param items in the order shown */
    public ReviewModel(Wizard wizard, Stages stages, List<ReviewItem> items, WindowRun run) {
        this.wizard = wizard;
        this.stages = stages;
        this.run = run;
        for (ReviewItem item : items) {
            this.items.put(item.id(), item);
            item.stage().viewProperty().subscribe(view -> touched());
            item.stage().undoProperty().subscribe(preview -> previewed());
        }
        wizard.planProperty().subscribe(plan -> touched());
        wizard.sessionProperty().subscribe(session -> forget());
        run.stateProperty().subscribe(state -> touched());
    }

    List<ReviewItem> items() {
        return List.copyOf(items.values());
    }

    /** Grows with everything that is to be drawn anew. */
    ReadOnlyLongProperty changedProperty() {
        return changed.getReadOnlyProperty();
    }

    public boolean isRunning() {
        return run.isRunning();
    }

    Optional<Text> chosen(ReviewItem item) {
        return item.stage().chosen();
    }

    /** How far a stage has come in the run under way or the last one; empty where it took no part. */
    Optional<Progress> progress(ReviewItem item) {
        return run.stateProperty().get().flatMap(state -> Optional.ofNullable(state.progress().get(item.id())));
    }

    void open(PageId page) {
        wizard.send(page);
    }

    /** The page came to the front: what was never asked is asked. */
    void shown() {
        items.values().forEach(ReviewItem::checkFirst);
    }

    void checkAll() {
        items.values().forEach(ReviewItem::check);
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

    /** Whether every step's own check says now that it is done. */
    boolean isAllDone() {
        return !items.isEmpty() && items.values().stream().allMatch(item -> chosen(item).isPresent() && isDone(item));
    }

    /** Whether a step takes part in a run. */
    boolean takesAny() {
        return taking().findAny().isPresent();
    }

    /** What the last run ended with as done, and the host says since is not. */
    List<ReviewItem> doneButLeft() {
        return run.stateProperty().get().filter(state -> state.action() == Action.APPLY && !state.goesOn())
                .map(state -> items.values().stream()
                        .filter(item -> state.progress().get(item.id()) instanceof Progress.Done && isNotDone(item))
                        .toList())
                .orElse(List.of());
    }

    /** Whether a stage stands in the way that no other stage of the run can free. */
    boolean blocked() {
        return taking().filter(item -> stages.startsByItself(item.id())).anyMatch(this::isBlocked);
    }

    private boolean isBlocked(ReviewItem item) {
        return item.stage().viewProperty().get() instanceof StageModel.View.Known known
                && known.report().state() != StageState.DONE
                && (known.report().state() == StageState.BLOCKED || !item.stage().canApplyProperty().get());
    }

    private static boolean isDone(ReviewItem item) {
        return item.stage().viewProperty().get() instanceof StageModel.View.Known known
                && known.report().state() == StageState.DONE;
    }

    private static boolean isNotDone(ReviewItem item) {
        return item.stage().viewProperty().get() instanceof StageModel.View.Known known
                && known.report().state() != StageState.DONE;
    }

    boolean canRun() {
        return !isRunning() && needed() > 0 && !blocked() && taking().allMatch(this::isAnswered) && canChange();
    }

    private boolean canChange() {
        return items.values().stream().allMatch(item -> item.stage().canChange());
    }

    /** What will change must have been shown before a run can be started. */
    private boolean isAnswered(ReviewItem item) {
        return item.stage().viewProperty().get() instanceof StageModel.View.Known;
    }

    /** Runs every stage that is needed. */
    public void run() {
        run.begin(RunState.of(stages, Action.APPLY, taking().map(ReviewItem::id).toList()));
    }

    /** Begins nothing more; what is under way comes to its end, or is cancelled in its log. */
    void stop() {
        run.stop();
    }

    boolean isTakingBack() {
        return takingBack;
    }

    boolean canPreviewTakingBack() {
        return !isRunning() && !takingBack && canChange() && wizard.watch().isUp();
    }

    /** Asks, in reverse order, what undo of each stage would take back; changes nothing. */
    void previewTakingBack() {
        takingBack = true;
        stages.reversed().steps().forEach(step -> Optional.ofNullable(items.get(step.stage()))
                .ifPresent(item -> item.stage().previewUndo()));
        touched();
    }

    Optional<UndoPreview> preview(ReviewItem item) {
        return takingBack ? item.stage().undoProperty().get() : Optional.empty();
    }

    /** A preview that was voided voids the whole. */
    private void previewed() {
        if (takingBack && items.values().stream().allMatch(item -> item.stage().undoProperty().get().isEmpty())) {
            takingBack = false;
        }
        touched();
    }

    /**
     * The stages that will be taken back: those that have something to take back, and those that are in the way of
     * nothing but such a stage.
     */
    List<ReviewItem> toTakeBack() {
        return stages.toTakeBack(stage -> isPreviewed(stage, UndoPreview::isNeeded),
                stage -> isPreviewed(stage, UndoPreview::isBlocked)).stream().flatMap(stage -> item(stage).stream())
                .toList();
    }

    /** Whether only steps that are taken back before it are in its way. */
    boolean isFreedFirst(ReviewItem item) {
        return isPreviewed(item.id(), UndoPreview::isBlocked) && toTakeBack().contains(item);
    }

    private boolean isPreviewed(String stage, Predicate<UndoPreview> so) {
        return item(stage).flatMap(this::preview).filter(so).isPresent();
    }

    private Optional<ReviewItem> item(String stage) {
        return Optional.ofNullable(items.get(stage));
    }

    boolean canTakeBack() {
        return takingBack && !isRunning() && items.values().stream()
                .noneMatch(item -> preview(item).map(UndoPreview::isAsking).orElse(true)) && !toTakeBack().isEmpty();
    }

    void takeBack() {
        List<String> taking = toTakeBack().stream().map(ReviewItem::id).toList();
        leaveIt();
        run.begin(RunState.of(stages, Action.UNDO, taking));
    }

    /** Nothing is taken back. */
    void leaveIt() {
        takingBack = false;
        items.values().forEach(item -> item.stage().leaveUndo());
        touched();
    }

    /** What the last run back could not take back. */
    List<ReviewItem> notTakenBack() {
        return run.stateProperty().get().filter(state -> state.action() == Action.UNDO && !state.goesOn())
                .map(state -> items.values().stream().filter(item -> state.progress().containsKey(item.id())
                        && !(state.progress().get(item.id()) instanceof Progress.Done)).toList())
                .orElse(List.of());
    }

    /** Whether the run under way or the last one takes back. */
    boolean isWayBack() {
        return run.stateProperty().get().filter(state -> state.action() == Action.UNDO).isPresent();
    }

    boolean wasTakenBack() {
        return run.stateProperty().get().filter(state -> state.action() == Action.UNDO && !state.goesOn()).isPresent();
    }

    private void forget() {
        takingBack = false;
        left.clear();
        touched();
    }

    private void touched() {
        changed.set(changed.get() + 1);
        if (wizard.sessionProperty().get().isPresent()) {
            wizard.mark(PageId.REVIEW, mark());
        }
    }

    private StepMark mark() {
        if (isRunning()) {
            return StepMark.RUNNING;
        }
        if (items.values().stream()
                .anyMatch(item -> item.stage().viewProperty().get() instanceof StageModel.View.Stale)) {
            return StepMark.STALE;
        }
        if (isAllDone()) {
            return StepMark.DONE;
        }
        if (run.stateProperty().get().filter(RunState::failed).isPresent()) {
            return StepMark.ATTENTION;
        }
        return canRun() ? StepMark.TODO : StepMark.OPEN;
    }
}
