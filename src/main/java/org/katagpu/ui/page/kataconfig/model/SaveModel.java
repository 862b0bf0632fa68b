package org.katagpu.ui.page.kataconfig.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;

import org.katagpu.kataconf.change.History;
import org.katagpu.kataconf.change.ThreeWay;
import org.katagpu.kataconf.schema.KataVersion;
import org.katagpu.kataconf.toml.KeyRef;
import org.katagpu.message.ProblemException;
import org.katagpu.setup.kata.KataBackup;
import org.katagpu.setup.kata.KataFile;
import org.katagpu.setup.kata.KataSave;
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
    private final PendingSave pending;
    private final StageModel stage;
    private final Background background;
    private final ReadOnlyObjectWrapper<Review> review = new ReadOnlyObjectWrapper<>(new Review.None());
    private KataSave prepared = KataSave.NOTHING;
    private final ObjectProperty<KataTarget> target = new SimpleObjectProperty<>(KataTarget.MAIN);

    /** @param stage shows {@code pending} */
    public SaveModel(KataConfigModel config, PendingSave pending, StageModel stage, Background background) {
        this.config = config;
        this.pending = pending;
        this.stage = stage;
        this.background = background;
        stage.marks(PageId.KATA_CONFIG);
        stage.onActed(this::acted);
        config.stateProperty().subscribe(this::stateChanged);
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
            Edited edited = Edited.of(editing.edit().history());
            KataVersion version = editing.edit().judge().facts().version();
            KataTarget to = target.get();
            prepare(session -> prepared(session, edited, version, to));
        }
    }

    /** Chooses the file to write, and reviews anew. */
    public void target(KataTarget wanted) {
        if (wanted != target.get()) {
            target.set(wanted);
            review();
        }
    }

    public void backups() {
        prepare(session -> {
            KataFile main = config.host().read(session, KataTarget.MAIN);
            KataFile dropIn = config.host().read(session, KataTarget.DROPIN);
            return new Prepared(KataSave.NOTHING,
                    new Review.Backups(main.backups(), List.of(main.sha256(), dropIn.sha256())));
        });
    }

    /** Shows what putting a backup back would change. */
    public void restore(KataBackup backup) {
        prepare(session -> {
            KataFile main = config.host().read(session, KataTarget.MAIN);
            boolean ofMain = backup.path().equals(main.path());
            KataTarget to = ofMain ? KataTarget.MAIN : KataTarget.DROPIN;
            KataFile now = ofMain ? main : config.host().read(session, to);
            byte[] content = config.host().read(session, backup);
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
        Judge judge = editing.edit().judge();
        review.set(new Review.Preparing());
        background.run(() -> {
            Loaded fresh = config.loader().load(session, judge.facts().version());
            History merged = new ThreeWay(sides.base(), sides.mine(), fresh.seen()).merged(keepMine);
            Judged judged = judge.judge(merged.present());
            Runnable go = () -> {
                config.start(fresh, merged, judged, judge);
                review();
            };
            return go;
        }, Runnable::run, problem -> review.set(new Review.Refused(problem)));
    }

    /** Back to the editor. */
    public void leave() {
        pending.set(KataSave.NOTHING);
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
        prepared = ready.save();
        pending.set(prepared);
        review.set(ready.review());
        stage.check();
    }

    private Prepared prepared(Session session, Edited edited, KataVersion version, KataTarget to)
            throws ProblemException, InterruptedException {
        Loaded fresh = config.loader().load(session, version);
        if (!fresh.sameOnHost(config.loaded().orElseThrow())) {
            return new Prepared(KataSave.NOTHING,
                    new Review.Changed(new ThreeWay(edited.base(), edited.present(), fresh.seen())));
        }
        byte[] content = new SavedText(fresh, config.schema(), version).content(to, edited);
        KataFile file = to == KataTarget.MAIN ? fresh.main() : fresh.dropIn();
        return new Prepared(KataSave.edited(to, file, content),
                new Review.Ready(file.path(), SideBySide.of(file.bytes(), content), Optional.empty()));
    }

    private void stateChanged(ConfigState state) {
        if (state instanceof ConfigState.Editing editing) {
            if (review.get() instanceof Review.None) {
                target.set(editing.withDropIn() ? KataTarget.DROPIN : KataTarget.MAIN);
                stage.check();
            }
        } else if (state instanceof ConfigState.Nothing) {
            pending.set(KataSave.NOTHING);
            review.set(new Review.None());
        }
    }

    private void acted() {
        boolean restoring = review.get() instanceof Review.Ready ready && ready.restored().isPresent();
        config.readBehind(restoring ? KataSave.NOTHING : prepared);
        // Other pages reckon with what the file says, too.
        config.scans().read(KATA);
    }
}
