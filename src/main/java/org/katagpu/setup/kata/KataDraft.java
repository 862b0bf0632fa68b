package org.katagpu.setup.kata;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.katagpu.kataconf.advice.Hypervisors;
import org.katagpu.kataconf.advice.Recommendation;
import org.katagpu.kataconf.advice.Recommendations;
import org.katagpu.kataconf.advice.SetupFacts;
import org.katagpu.kataconf.change.Intent;
import org.katagpu.kataconf.change.SaveGuard;
import org.katagpu.kataconf.check.Diagnostic;
import org.katagpu.kataconf.check.Inspector;
import org.katagpu.kataconf.check.Severity;
import org.katagpu.kataconf.schema.Schema;
import org.katagpu.kataconf.toml.Edit;
import org.katagpu.kataconf.toml.KeyRef;
import org.katagpu.kataconf.toml.TomlDocument;
import org.katagpu.kataconf.toml.TomlValue;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;

/**
 * The configuration as a plan makes it out of the files on the host. Nothing is written here.
 *
 * @param target the file that is written
 * @param before that file as it stands, and {@code after} as it becomes
 * @param shown what the admin edits: the file Kata reads with our own drop-in over it, as it stands
 * @param made the same as it becomes
 * @param layers all files as they become
 */
public record KataDraft(KataTarget target, Layer before, TomlDocument after, TomlDocument shown, TomlDocument made,
        KataLayers layers) {
    private static final Schema SCHEMA = new Schema();

    /**
     * @throws ProblemException when a value is none, the text edited by hand is not valid, or belongs to a file that has
     *         changed since, or when the target cannot express what is wanted; with the reason
     */
    public static KataDraft of(KataLayers layers, SetupFacts facts, KataChoice choice) throws ProblemException {
        Optional<Layer> ours = layers.ours();
        KataTarget target = ours.isPresent() && facts.version().dropIns() ? KataTarget.DROPIN : choice.target();
        TomlDocument main = layers.main().document();
        if (target == KataTarget.MAIN) {
            TomlDocument made = made(layers, facts, choice, main);
            return new KataDraft(target, layers.main(), made, main, made,
                    layers.with(made, ours.map(Layer::document)));
        }
        TomlDocument own = ours.map(Layer::document).orElseGet(() -> OwnDropIn.empty(layers.main().path()));
        OwnDropIn dropIn = below(layers, facts);
        TomlDocument shown = dropIn.over(own);
        TomlDocument made = made(layers, facts, choice, shown);
        List<KeyChange> changes = KeyChange.between(shown, made);
        Layer before = ours.orElseGet(() -> new Layer(folder(layers.main().path()) + "config.d/" + Layer.OURS,
                KataFile.ABSENT, new byte[0], TomlDocument.of(""), Optional.empty()));
        TomlDocument written = changes.isEmpty() ? before.document() : dropIn.changed(changes, own);
        return new KataDraft(target, before, written, shown, made, layers.with(main, Optional.of(written)));
    }

    /** What the admin edits: the file Kata reads; where our own drop-in is, with it and what it wins over. */
    public static TomlDocument shown(KataLayers layers, SetupFacts facts) throws ProblemException {
        Optional<Layer> ours = layers.ours().filter(layer -> facts.version().dropIns());
        return ours.isPresent()
                ? below(layers, facts).over(ours.get().document())
                : layers.main().document();
    }

    private static OwnDropIn below(KataLayers layers, SetupFacts facts) throws ProblemException {
        TomlDocument under = new OwnDropIn(layers.main().document(), SCHEMA, facts.version())
                .over(values(layers.below()));
        return new OwnDropIn(under, SCHEMA, facts.version());
    }

    private static TomlDocument made(KataLayers layers, SetupFacts facts, KataChoice choice, TomlDocument shown)
            throws ProblemException {
        TomlDocument made = choice.text().isThere()
                ? edited(shown, choice.text())
                : wanted(layers, facts, choice, shown);
        judged(made, facts);
        return made;
    }

    private static String folder(String path) {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    /** The values of other drop-ins as one document. */
    private static TomlDocument values(List<Layer> below) {
        Layer none = new Layer("", "", new byte[0], TomlDocument.of(""), Optional.empty());
        return new KataLayers("", none, below).effective();
    }

    private static TomlDocument edited(TomlDocument shown, KataChoice.EditedText text) throws ProblemException {
        if (!text.base().equals(Sha256.of(shown.bytes())) && !text.text().equals(shown.text())) {
            throw refused("kataconf.draft.moved");
        }
        return shown.withText(text.text());
    }

    private static TomlDocument wanted(KataLayers layers, SetupFacts facts, KataChoice choice, TomlDocument shown)
            throws ProblemException {
        TomlDocument made = shown;
        for (WantedKey key : choice.keys()) {
            Optional<TomlValue> value = key.content();
            if (key.isSet() && value.isEmpty()) {
                throw refused("kataconf.draft.value", key.ref().toString(), key.value());
            }
            if (value.isPresent()) {
                made = made.after(new Edit.Set(key.ref(), value.get()));
            } else if (made.active(key.ref()).isPresent()) {
                made = made.after(new Edit.Unset(key.ref()));
            }
        }
        if (choice.recommended()) {
            for (Recommendation one : missing(made, layers, facts)) {
                if (choice.key(one.ref()).isEmpty()) {
                    made = made.after(new Edit.Set(one.ref(), one.value()));
                }
            }
        }
        new SaveGuard().check(shown, made, Intent.of(KeyChange.between(shown, made).stream().map(KeyChange::ref)
                .collect(Collectors.toUnmodifiableSet())));
        return made;
    }

    /** What is recommended and not so yet: in what the admin edits, or in what Kata makes of all files. */
    private static List<Recommendation> missing(TomlDocument made, KataLayers layers, SetupFacts facts) {
        if (Hypervisors.fault(layers.effective()).isPresent()) {
            return List.of();
        }
        return Recommendations.of(made, facts).stream().filter(one -> !one.satisfied()).toList();
    }

    private static void judged(TomlDocument made, SetupFacts facts) throws ProblemException {
        Optional<Diagnostic> fault = new Inspector(SCHEMA).inspect(made, facts.version()).stream()
                .filter(one -> one.severity() == Severity.ERROR).findFirst();
        if (fault.isPresent()) {
            throw refused("kataconf.draft.invalid", fault.get().at().line(), fault.get().at().column(),
                    fault.get().what());
        }
    }

    private static ProblemException refused(String why, Object... arguments) {
        return new ProblemException(Problem.of(Text.of(why, arguments), Text.of("kataconf.draft.next")));
    }

    /** Every key whose value the save changes, in the file that is written. */
    public List<KeyChange> changes() {
        return KeyChange.between(shown, made);
    }

    /** The bytes that are written; the file's own where nothing changes. */
    public byte[] bytes() {
        return after == before.document() ? before.bytes() : after.bytes();
    }

    public KataSave save() {
        byte[] bytes = bytes();
        KataFile file = new KataFile("", before.path(), before.sha256(), before.bytes(), List.of());
        boolean nothing = after == before.document() && before.sha256().equals(KataFile.ABSENT);
        return nothing ? KataSave.keeping(target) : KataSave.edited(target, file, bytes);
    }

    /** Keys that were written and are given another value by a file that Kata reads later. */
    Set<KeyRef> overruled(Set<KeyRef> wanted) {
        TomlDocument seen = layers.effective();
        return wanted.stream().filter(ref -> made.value(ref).isPresent())
                .filter(ref -> !made.value(ref).equals(seen.value(ref))).collect(Collectors.toUnmodifiableSet());
    }
}
