package org.katagpu.ui.page.kata.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.util.Subscription;

import org.katagpu.kataconf.advice.SetupFacts;
import org.katagpu.kataconf.change.History;
import org.katagpu.kataconf.change.ThreeWay;
import org.katagpu.kataconf.toml.KeyRef;
import org.katagpu.message.ProblemException;
import org.katagpu.setup.Action;
import org.katagpu.setup.Plan;
import org.katagpu.setup.kata.KataBackup;
import org.katagpu.setup.kata.KataChoice;
import org.katagpu.setup.kata.KataDraft;
import org.katagpu.setup.kata.KataFile;
import org.katagpu.setup.kata.KataSave;
import org.katagpu.setup.kata.KataStage;
import org.katagpu.setup.kata.KataTarget;
import org.katagpu.ui.control.Background;
import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.frame.Session;
import org.katagpu.ui.stage.StageModel;

/** The way of the edited text back to the host, and of a backup. JavaFX thread only. */
public final class SaveModel {
    private static final Set<String> KATA = Set.of("kata");

    /** What a review was prepared to save. */
    private record Prepared(KataSave save, Review review) {}

    private final KataConfigModel config;
    private final StageModel stage;
    private final Background background;
    private final ReadOnlyObjectWrapper<Review> review = new ReadOnlyObjectWrapper<>(new Review.None());
    private KataSave backup = KataSave.NOTHING;
    private Subscription judged = Subscription.EMPTY;
    private KataChoice asked = KataChoice.DEFAULT;
    private final ObjectProperty<KataTarget> target = new SimpleObjectProperty<>(KataTarget.MAIN);

    /** @param stage makes what the plan wants */
    public SaveModel(KataConfigModel config, StageModel stage, Background background) {
        this.config = config;
        this.stage = stage;
        this.background = background;
        stage.marks(PageId.KATA_CONFIG, this::isEdited);
        stage.onActed(this::acted);
        config.stateProperty().subscribe(this::stateChanged);
        config.wizard().planProperty().subscribe(this::planned);
    }

    /** Whether edits here are not saved to the host. */
    public boolean isEdited() {
        return config.stateProperty().get() instanceof ConfigState.Editing editing && editing.edit().changedFromHost();
    }

    public ReadOnlyObjectProperty<Review> reviewProperty() {
        return review.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<KataTarget> targetProperty() {
        return target;
    }

    /** Whether the host's Kata reads {@code config.d}. */
    public boolean canUseDropIn() {
        return config.stateProperty().get() instanceof ConfigState.Editing editing
                && editing.edit().judge().facts().version().dropIns();
    }

    /** Whether our drop-in stands over the file already: a change in the file itself would then be hidden. */
    public boolean dropInWins() {
        return config.stateProperty().get() instanceof ConfigState.Editing editing && editing.withDropIn();
    }

    /** Reads the host's file once more and shows what a save would change in it. */
    public void review() {
        if (config.stateProperty().get() instanceof ConfigState.Editing editing) {
            EditedConfig edited = EditedConfig.of(editing.edit().history());
            SetupFacts facts = editing.edit().judge().facts();
            KataChoice choice = config.wizard().planProperty().get().kata();
            Loader loader = config.loader();
            prepare(session -> prepared(loader, session, edited, facts, choice));
        }
    }

    /** Chooses the file to write, and reviews anew. */
    public void target(KataTarget wanted) {
        if (wanted != target.get()) {
            target.set(wanted);
            config.target(wanted);
            review();
        }
    }

    public void backups() {
        Loader loader = config.loader();
        prepare(session -> {
            KataFile main = loader.read(session, KataTarget.MAIN);
            KataFile dropIn = loader.read(session, KataTarget.DROPIN);
            return new Prepared(KataSave.NOTHING,
                    new Review.Backups(main.backups(), List.of(main.sha256(), dropIn.sha256())));
        });
    }

    /** Shows what putting a backup back would change. */
    public void restore(KataBackup backup) {
        Loader loader = config.loader();
        prepare(session -> {
            KataFile main = loader.read(session, KataTarget.MAIN);
            boolean ofMain = backup.path().equals(main.path());
            KataTarget to = ofMain ? KataTarget.MAIN : KataTarget.DROPIN;
            KataFile now = ofMain ? main : loader.read(session, to);
            byte[] content = loader.read(session, backup);
            return new Prepared(KataSave.restored(to, now, backup),
                    new Review.Ready(now.path(), SideBySide.of(now.bytes(), content), Optional.of(backup)));
        });
    }

    /** Takes the host's file with my edits made again in it. @param keepMine keys in conflict that stay as edited */
    public void merge(ThreeWay sides, Set<KeyRef> keepMine) {
        if (!(config.stateProperty().get() instanceof ConfigState.Editing editing)) {
            return;
        }
        Session session = config.wizard().sessionProperty().get().orElseThrow();
        Analyzer judge = editing.edit().judge();
        review.set(new Review.Preparing());
        Loader loader = config.loader();
        background.run(() -> {
            LoadedConfig fresh = loader.load(session, judge.facts());
            History merged = new ThreeWay(sides.base(), sides.mine(), fresh.seen()).merged(keepMine);
            Analysis judged = judge.judge(merged.present());
            Runnable go = () -> {
                config.start(fresh, merged, judged, judge);
                review();
            };
            return go;
        }, Runnable::run, problem -> review.set(new Review.Refused(problem)));
    }

    /** Back to the editor. */
    public void leave() {
        review.set(new Review.None());
        stateChanged(config.stateProperty().get());
    }

    @FunctionalInterface
    private interface Preparation {
        Prepared prepare(Session session) throws ProblemException, InterruptedException;
    }

    private void prepare(Preparation preparation) {
        Optional<Session> session = config.wizard().sessionProperty().get();
        if (session.isEmpty()) {
            return;
        }
        review.set(new Review.Preparing());
        background.run(() -> preparation.prepare(session.get()), this::take,
                problem -> review.set(new Review.Refused(problem)));
    }

    private void take(Prepared ready) {
        backup = ready.save();
        review.set(ready.review());
        stage.check();
    }

    private Prepared prepared(Loader loader, Session session, EditedConfig edited, SetupFacts facts, KataChoice choice)
            throws ProblemException, InterruptedException {
        LoadedConfig fresh = loader.load(session, facts);
        if (!fresh.sameOnHost(config.loaded().orElseThrow())) {
            return new Prepared(KataSave.NOTHING,
                    new Review.Changed(new ThreeWay(edited.base(), edited.present(), fresh.seen())));
        }
        KataDraft draft = KataDraft.of(fresh.layers(), facts, choice);
        return new Prepared(KataSave.NOTHING, new Review.Ready(draft.before().path(),
                SideBySide.of(draft.before().bytes(), draft.bytes()), Optional.empty()));
    }

    /** Whether the backup that is shown may be put back now. */
    public boolean canRestore() {
        return backup != KataSave.NOTHING && !backup.expected().equals(backup.sha256()) && stage.canChange()
                && !stage.busyProperty().get();
    }

    /** Puts the backup back that is shown. */
    public void putBack() {
        if (canRestore()) {
            config.restoring();
            stage.act(new KataStage(backup), Action.APPLY);
        }
    }

    private void stateChanged(ConfigState state) {
        if (state instanceof ConfigState.Editing editing) {
            if (review.get() instanceof Review.None) {
                target.set(editing.withDropIn()
                        ? KataTarget.DROPIN
                        : config.wizard().planProperty().get().kata().target());
                stage.check();
            }
            judged.unsubscribe();
            judged = Subscription.combine(editing.edit().judgedProperty().subscribe(now -> allow(editing.edit())),
                    editing.edit().drafts().firstProperty().subscribe(now -> allow(editing.edit())));
        } else if (state instanceof ConfigState.Nothing) {
            judged.unsubscribe();
            stage.allowedProperty().set(true);
            review.set(new Review.None());
        }
    }

    private void allow(EditModel edit) {
        stage.allowedProperty()
                .set(!edit.judgedProperty().get().blocked() && edit.drafts().firstProperty().get().isEmpty());
        stage.remark();
    }

    /** What the host was asked for is no longer what is wanted. */
    private void planned(Plan plan) {
        if (!plan.kata().equals(asked)) {
            asked = plan.kata();
            if (config.stateProperty().get() instanceof ConfigState.Editing && review.get() instanceof Review.None) {
                stage.check();
            }
        }
    }

    private void acted() {
        if (review.get() instanceof Review.Ready ready && ready.restored().isPresent()) {
            restored(ready.restored().get());
        }
        config.readBehind();
        // Other pages reckon with what the file says, too.
        config.scans().read(KATA);
    }

    /** What is on the host now, beside the backup: nothing to put back, if it was. */
    private void restored(KataBackup one) {
        restore(one);
    }
}
