package org.katagpu.ui.page.kata.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;

import org.jspecify.annotations.Nullable;
import org.katagpu.kataconf.advice.Recommendation;
import org.katagpu.kataconf.advice.Recommendations;
import org.katagpu.kataconf.change.GoToRust;
import org.katagpu.kataconf.change.History;
import org.katagpu.kataconf.change.Translation;
import org.katagpu.kataconf.check.Fix;
import org.katagpu.kataconf.check.Inspector;
import org.katagpu.kataconf.check.KataVersionGuess;
import org.katagpu.kataconf.schema.KataVersion;
import org.katagpu.kataconf.schema.Schema;
import org.katagpu.kataconf.toml.Edit;
import org.katagpu.kataconf.toml.KeyRef;
import org.katagpu.kataconf.toml.TomlDocument;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.setup.kata.KeyChange;
import org.katagpu.ui.control.Background;
import org.katagpu.ui.control.FormDrafts;

/**
 * One file under edit. The document changes at once; what follows from it is worked out in the background and comes a
 * moment later. JavaFX thread only.
 */
public final class EditModel {
    private Analyzer judge;
    private final Background background;
    private final History history;
    private final ReadOnlyObjectWrapper<TomlDocument> document;
    private final ReadOnlyObjectWrapper<Analysis> judged;
    private final ObjectProperty<Optional<Problem>> refused = new SimpleObjectProperty<>(Optional.empty());
    private final FormDrafts drafts = new FormDrafts();
    private Background.@Nullable Running running;

    EditModel(Analyzer judge, Background background, History history, Analysis first) {
        this.judge = judge;
        this.background = background;
        this.history = history;
        this.document = new ReadOnlyObjectWrapper<>(history.present());
        this.judged = new ReadOnlyObjectWrapper<>(first);
        if (first.document() != history.present()) {
            changed();
        }
    }

    public ReadOnlyObjectProperty<TomlDocument> documentProperty() {
        return document.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Analysis> judgedProperty() {
        return judged.getReadOnlyProperty();
    }

    /** Why the last edit was not made; empty again with the next one. */
    public ObjectProperty<Optional<Problem>> refusedProperty() {
        return refused;
    }

    public Analyzer judge() {
        return judge;
    }

    /** What the recommendations depend on changed. */
    void judgeWith(Analyzer other) {
        judge = other;
        changed();
    }

    History history() {
        return history;
    }

    /** Whether what is shown of the document is already what follows from it. */
    public boolean settled() {
        return judged.get().document() == document.get();
    }

    public boolean changedFromHost() {
        return !document.get().equals(history.base());
    }

    /** How many keys the host's file does not have as they are here. */
    public int unsaved() {
        return KeyChange.between(history.base(), document.get()).size();
    }

    /** Whether a key is edited and not saved yet. */
    public boolean isEdited(KeyRef ref) {
        return !history.base().value(ref).equals(document.get().value(ref));
    }

    /** What stands in fields and is no value, by key: while there is any, nothing can be saved. */
    public FormDrafts drafts() {
        return drafts;
    }

    public boolean canUndo() {
        return history.canUndo();
    }

    public boolean canRedo() {
        return history.canRedo();
    }

    public void edit(Edit edit) {
        edit(List.of(edit));
    }

    /** Several edits that one undo takes back. */
    public void edit(List<Edit> edits) {
        if (edits.isEmpty()) {
            return;
        }
        try {
            history.apply(edits);
            edits.forEach(made -> drafts.drop(made.ref().toString()));
            refused.set(Optional.empty());
            changed();
        } catch (ProblemException e) {
            refused.set(Optional.of(e.problem()));
        }
    }

    /** Whether the runtime in Rust is to read a file that was written for the one in Go. */
    public boolean wantsTranslation() {
        TomlDocument now = document.get();
        return judge.facts().version().rust() && !KataVersionGuess.isRust(now) && !now.activeKeys().isEmpty();
    }

    /** The document as the runtime in Rust would read it; nothing is changed. */
    public void translate(Consumer<Translation> answer) {
        TomlDocument now = document.get();
        KataVersion to = judge.facts().version();
        background.run(() -> {
            Schema schema = new Schema();
            KataVersion from = new KataVersionGuess(new Inspector(schema)).of(now, false);
            return new GoToRust(schema, from, to).of(now);
        }, answer, problem -> refused.set(Optional.of(problem)));
    }

    /** Takes a translation over, as one step; of a text that was edited since nothing is taken. */
    public void take(Translation translation) {
        if (translation.before().equals(document.get())) {
            text(translation.after());
        }
    }

    public void apply(Recommendation recommendation) {
        edit(new Edit.Set(recommendation.ref(), recommendation.value()));
    }

    public void applyAll() {
        edit(Recommendations.applyAll(judged.get().recommended()));
    }

    public void apply(Fix fix) {
        edit(fix.edits());
    }

    /** The whole text, as edited by hand; it may be invalid. */
    public void text(TomlDocument edited) {
        history.replace(edited);
        refused.set(Optional.empty());
        changed();
    }

    public void undo() {
        if (history.canUndo()) {
            history.undo();
            refused.set(Optional.empty());
            changed();
        }
    }

    public void redo() {
        if (history.canRedo()) {
            history.redo();
            refused.set(Optional.empty());
            changed();
        }
    }

    private void judged(Analysis now) {
        judged.set(now);
        Set<String> there = now.tables().values().stream().flatMap(List::stream).map(row -> row.ref().toString())
                .collect(Collectors.toSet());
        drafts.keep(there::contains);
    }

    private void changed() {
        TomlDocument now = history.present();
        document.set(now);
        Background.Running before = running;
        if (before != null) {
            before.cancel();
        }
        Analyzer with = judge;
        running = background.run(() -> with.judge(now), this::judged, problem -> refused.set(Optional.of(problem)));
    }
}
