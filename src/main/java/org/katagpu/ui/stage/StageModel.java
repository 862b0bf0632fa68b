package org.katagpu.ui.stage;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ObservableBooleanValue;

import org.jspecify.annotations.Nullable;
import org.katagpu.message.Problem;
import org.katagpu.message.Text;
import org.katagpu.remote.Host;
import org.katagpu.setup.Action;
import org.katagpu.setup.Finding;
import org.katagpu.setup.Observation;
import org.katagpu.setup.Outcome;
import org.katagpu.setup.Stage;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageScripts;
import org.katagpu.setup.StageState;
import org.katagpu.ui.control.Background;
import org.katagpu.ui.control.FormDrafts;
import org.katagpu.ui.control.MessageKind;
import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.frame.Session;
import org.katagpu.ui.frame.StepMark;
import org.katagpu.ui.frame.Wizard;

/**
 * One stage as a page shows it: what its check says of the host, and the act the admin may start. What was read holds
 * until the link is lost, the host restarts, a run that may have changed it begins or ends, or the choice is edited;
 * then it is shown as stale, and read again by itself as soon as it can be. JavaFX thread only.
 */
public final class StageModel {
    /** What the panel shows. */
    public sealed interface View {
        /** Nothing was chosen yet, or there is no host. */
        record Nothing() implements View {}

        record Checking() implements View {}

        /** What the host said. @param after the act just made, whose report stands beside it */
        record Known(StageReport report, Optional<StageEvent.Ended> after) implements View {}

        /**
         * What was said holds no more, and why; kept to be shown as of then.
         *
         * @param at when the host was asked for it
         */
        record Stale(Known was, Instant at, Observation.Cause cause) implements View {}

        record Running(Action action) implements View {}

        record Failed(Problem problem) implements View {}

        /** What stands in a field cannot be used: nothing is planned until it is mended. */
        record WrongField(FormDrafts.Draft draft) implements View {}
    }

    private final Stage stage;
    private final Wizard wizard;
    private final StageRuns runs;
    private final StageScripts scripts;
    private final StageReading reading;
    private final Undoing undoing;
    private final FormDrafts drafts = new FormDrafts();
    private final BooleanProperty allowed = new SimpleBooleanProperty(true);
    private final BooleanBinding canApply = Bindings.createBooleanBinding(
            () -> allowed.get() && drafts.firstProperty().get().isEmpty(), allowed, drafts.firstProperty());
    private final ReadOnlyObjectWrapper<View> view = new ReadOnlyObjectWrapper<>(new View.Nothing());
    private View.@Nullable Known known;
    private Instant knownAt = Instant.EPOCH;
    private Runnable afterAct = () -> {};
    private Runnable marking = () -> {};
    private Consumer<JsonNode> onFact = fact -> {};
    private Optional<StageEvent.Ended> lastAct = Optional.empty();

    public StageModel(Stage stage, Wizard wizard, StageRuns runs, Background background, StageScripts scripts) {
        this.stage = stage;
        this.wizard = wizard;
        this.runs = runs;
        this.scripts = scripts;
        this.reading = new StageReading(stage, wizard, runs.reads(), InstantSource.system(), new Heard());
        this.undoing = new Undoing(stage, wizard, runs.reads());
        runs.watch(stage, new Acts());
        wizard.sessionProperty().subscribe(session -> forgetHost());
        wizard.watch().changedProperty().subscribe(count -> judge());
        wizard.planProperty().subscribe(plan -> judge());
        drafts.firstProperty().subscribe(this::typed);
    }

    /** What stands in the page's fields and what will be done are the same, or nothing will be done. */
    private void typed(Optional<FormDrafts.Draft> wrong) {
        if (view.get() instanceof View.Running) {
            return;
        }
        if (wrong.isPresent()) {
            reading.stop();
            view.set(new View.WrongField(wrong.get()));
        } else if (view.get() instanceof View.WrongField) {
            view.set(new View.Nothing());
            recheck();
        }
    }

    /** What the host says of this stage. */
    private final class Heard implements StageReading.Asker {
        @Override
        public void answered(StageReport report) {
            if (view.get() instanceof View.WrongField) {
                return;
            }
            lastAct = lastAct.filter(act -> isOfThisBoot(act, report));
            View.Known now = new View.Known(report, lastAct);
            known = now;
            reading.last().ifPresent(last -> knownAt = last.at());
            view.set(now);
            judge();
        }

        /** False for a success of an earlier boot of the host: the restart may have undone it. */
        private static boolean isOfThisBoot(StageEvent.Ended act, StageReport now) {
            String then = act.report().boot();
            return act.outcome() != Outcome.DONE || then.isEmpty() || now.boot().isEmpty() || then.equals(now.boot());
        }

        /** No failure of the stage: it is asked again once the host can be. */
        @Override
        public void lost() {
            if (view.get() instanceof View.WrongField) {
                return;
            }
            View.Known before = known;
            view.set(before == null
                    ? new View.Checking()
                    : new View.Stale(before, knownAt, Observation.Cause.LINK_LOST));
            if (reading.canAsk()) {
                // The loss is not heard of yet, or over already.
                reading.askSoon();
            }
            judge();
        }

        @Override
        public void failed(Problem problem) {
            if (view.get() instanceof View.WrongField) {
                return;
            }
            View.Known before = known;
            Optional<Observation.Cause> cause = reading.voided();
            if (before != null && cause.isPresent()) {
                stale(before, cause.get());
            } else {
                view.set(new View.Failed(problem));
                judge();
            }
        }
    }

    /** Holds what was read against how things stand now. */
    private void judge() {
        if (view.get() instanceof View.WrongField) {
            return;
        }
        if (reading.asksForAnother()) {
            reading.askSoon();
        }
        switch (view.get()) {
            case View.Known now -> reading.voided().ifPresent(cause -> stale(now, cause));
            case View.Stale(View.Known was, var _, var _) ->
                reading.voided().ifPresentOrElse(cause -> stale(was, cause),
                        () -> unedited(was));
            case View.Failed _ -> reading.voided().ifPresent(this::outlived);
            case View.Checking _ -> wizard.watch().gone().ifPresentOrElse(why -> view.set(new View.Failed(why)),
                    () -> reading.voided().filter(cause -> !reading.isUnderWay()).ifPresent(this::again));
            case View.Nothing _,View.Running _,View.WrongField _ -> {
                // Nothing is claimed.
            }
        }
    }

    private void stale(View.Known was, Observation.Cause cause) {
        view.set(new View.Stale(was, knownAt, cause));
        again(cause);
    }

    /** The choice is again the one that was asked for. */
    private void unedited(View.Known was) {
        reading.stop();
        view.set(was);
    }

    /** A check that failed says nothing any more once the link was lost, the host restarted or the choice changed. */
    private void outlived(Observation.Cause cause) {
        View.Known before = known;
        if (before != null) {
            stale(before, cause);
        } else if (!reading.isUnderWay() && reading.canAsk()) {
            view.set(new View.Checking());
            again(cause);
        }
    }

    private void again(Observation.Cause cause) {
        if (reading.isUnderWay() || !reading.canAsk()) {
            return;
        }
        if (cause == Observation.Cause.EDITED) {
            lastAct = Optional.empty();
            reading.askSoon();
        } else {
            reading.ask();
        }
    }

    /** What becomes of this stage's runs. */
    private final class Acts implements StageRuns.Watcher {
        @Override
        public void resumed(Action action) {
            reading.stop();
            view.set(new View.Running(action));
        }

        @Override
        public void told(JsonNode fact) {
            onFact.accept(fact);
        }

        @Override
        public void ended(StageEvent.Ended ended) {
            lastAct = Optional.of(ended);
            view.set(new View.Checking());
            typed(drafts.firstProperty().get());
            recheck();
            afterAct.run();
        }

        @Override
        public void refused(Problem problem) {
            view.set(new View.Failed(problem));
            afterAct.run();
        }
    }

    public ReadOnlyObjectProperty<View> viewProperty() {
        return view.getReadOnlyProperty();
    }

    /** Whether the host says now that nothing is left to do. */
    public boolean isDone() {
        return view.get() instanceof View.Known(StageReport report, var _) && report.state() == StageState.DONE;
    }

    /** Whether a change that must not run beside this one is under way from this window. */
    public ReadOnlyBooleanProperty busyProperty() {
        return runs.busyProperty(stage.scope());
    }

    /** What a button is called: {@code panel.act.<stage>.<action>}, with how much it acts on. */
    Text name(Action action, StageReport report) {
        String key = stage.id() + ".act." + action.name().toLowerCase(Locale.ROOT);
        int planned = stage.extent(wizard.planProperty().get());
        return Text.of(key, action == Action.UNDO ? Math.max(1, report.recorded().orElse(planned)) : planned);
    }

    /** Whether the page lets the plan be applied; the host's own verdict comes on top. */
    public BooleanProperty allowedProperty() {
        return allowed;
    }

    /** The page allows it, and every field of it can be used. */
    public ObservableBooleanValue canApplyProperty() {
        return canApply;
    }

    /** What stands in the page's fields and cannot be used. */
    public FormDrafts drafts() {
        return drafts;
    }

    public String stageId() {
        return stage.id();
    }

    /** Keeps the page's mark in the rail in step with what the host says. */
    public void marks(PageId page) {
        marks(page, () -> false);
    }

    /** @param edited whether something was edited there and is not saved to the host */
    public void marks(PageId page, BooleanSupplier edited) {
        marking = () -> wizard.mark(page, mark(edited.getAsBoolean()));
        view.subscribe(now -> marking.run());
        canApply.subscribe(now -> marking.run());
    }

    /** What was edited changed. */
    public void remark() {
        marking.run();
    }

    private StepMark mark(boolean edited) {
        return switch (view.get()) {
            case View.Nothing _ -> wizard.sessionProperty().get().isPresent() ? StepMark.OPEN : StepMark.NO_HOST;
            case View.Checking _ -> StepMark.RUNNING;
            case View.Running _ -> StepMark.RUNNING;
            case View.Stale stale -> new StepMark(StepMark.Kind.STALE, new StaleText().of(stale));
            case View.Failed(var problem) -> MessageKind.of(problem) == MessageKind.FAILED
                    ? StepMark.failed(problem.what())
                    : StepMark.OPEN;
            case View.WrongField(var draft) ->
                new StepMark(StepMark.Kind.ATTENTION, Text.of("panel.standing.wrong", draft.name()));
            case View.Known(StageReport report, var _) when report.question().isPresent() ->
                new StepMark(StepMark.Kind.ATTENTION, Text.of("panel.asks"));
            case View.Known(StageReport report, var _) -> switch (report.state()) {
                case DONE -> StepMark.DONE;
                case NEEDED -> edited ? StepMark.EDITED : canApply.get() ? StepMark.TODO : StepMark.ATTENTION;
                case BLOCKED -> report.isBlockedOnlyBy(stage.beforeItsTurn())
                        ? new StepMark(StepMark.Kind.WAITS, reason(report))
                        : StepMark.failed(reason(report));
            };
        };
    }

    /** What stands against it first. */
    public static Text reason(StageReport report) {
        return report.findings().stream().filter(finding -> finding.status() == Finding.Status.FAIL).findFirst()
                .map(Finding::what).orElse(Text.of("panel.blocked"));
    }

    /** Called after each act, whatever became of it: what was read of the host before is old. */
    public void onActed(Runnable action) {
        afterAct = action;
    }

    /** Called with each fact a run tells, while it goes on; all of them are in its report at the end, too. */
    public void onFact(Consumer<JsonNode> action) {
        onFact = action;
    }

    /** The host connected; empty: none. */
    public Optional<Host> host() {
        return wizard.sessionProperty().get().map(Session::host);
    }

    public boolean canChange() {
        return wizard.sessionProperty().get().map(session -> session.host().identity().canChange()).orElse(false);
    }

    /** Nothing is chosen: no check, nothing to apply. What runs stays in sight. */
    public void nothing() {
        if (!(view.get() instanceof View.Running || view.get() instanceof View.WrongField)) {
            forget();
        }
    }

    private void forgetHost() {
        forget();
        drafts.clear();
    }

    private void forget() {
        reading.forget();
        known = null;
        lastAct = Optional.empty();
        view.set(new View.Nothing());
    }

    /** Asks the host what is true now and what would change, after the admin chose anew. */
    public void check() {
        lastAct = Optional.empty();
        recheck();
    }

    /** The same choice, asked of the host again: what became of the last act stays in sight. */
    public void recheck() {
        if (view.get() instanceof View.Running || view.get() instanceof View.WrongField
                || wizard.sessionProperty().get().isEmpty()) {
            return;
        }
        if (lastAct.isEmpty() || !(view.get() instanceof View.Known || view.get() instanceof View.Stale)) {
            view.set(new View.Checking());
        }
        reading.ask();
    }

    /** What undo would take back, while the admin looks at it. */
    public ReadOnlyObjectProperty<Optional<UndoPreview>> undoProperty() {
        return undoing.previewProperty();
    }

    /** Asks the host what undo would take back now; a stage that cannot tell is undone at once, as it always was. */
    void undo() {
        if (scripts.canPreview(stage)) {
            undoing.ask();
        } else {
            act(Action.UNDO);
        }
    }

    /** Asks the host what undo would take back now, and changes nothing. */
    public void previewUndo() {
        undoing.ask();
    }

    /** Nothing is taken back. */
    public void leaveUndo() {
        undoing.leave();
    }

    /** Starts apply or undo with the plan as it is now. */
    public void act(Action action) {
        act(stage, action);
    }

    /** The same with a variant of the stage, which has its id: one that begins anew, for example. */
    public void act(Stage variant, Action action) {
        Optional<Session> session = wizard.sessionProperty().get();
        boolean wrong = action == Action.APPLY && drafts.firstProperty().get().isPresent();
        if (session.isEmpty() || busyProperty().get() || wrong) {
            return;
        }
        reading.stop();
        view.set(new View.Running(action));
        runs.start(session.get(), variant, action, wizard.planProperty().get());
    }

    /** What the plan has for it, in a line; empty where nothing is chosen. */
    public Optional<Text> chosen() {
        return stage.chosen(wizard.planProperty().get());
    }

    /** The script an act will run, to the letter. */
    String script(Action action) {
        return scripts.text(stage, action, wizard.planProperty().get());
    }

    /** The script of what the button does, for reading. */
    public String applyScript() {
        return script(Action.APPLY);
    }
}
