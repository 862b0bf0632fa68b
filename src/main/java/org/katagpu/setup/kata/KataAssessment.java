package org.katagpu.setup.kata;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.katagpu.kataconf.advice.Hypervisors;
import org.katagpu.kataconf.advice.Recommendation;
import org.katagpu.kataconf.advice.Recommendations;
import org.katagpu.kataconf.advice.SetupFacts;
import org.katagpu.kataconf.toml.KeyRef;
import org.katagpu.kataconf.toml.Literal;
import org.katagpu.kataconf.toml.TomlDocument;
import org.katagpu.kataconf.toml.TomlValue;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;

/** What the stage says of a host's configuration and a plan: the save, every key that changes, what speaks against it. */
record KataAssessment(KataSave save, ScriptAnnouncements told) {
    /** What the script is told: done, needed, blocked. */
    String state() {
        return told.hasFailed() ? "blocked" : told.hasChanges() ? "needed" : "done";
    }

    static KataAssessment of(KataLayers layers, SetupFacts facts, KataChoice choice) throws ProblemException {
        ScriptAnnouncements told = new ScriptAnnouncements();
        // What is written anew is judged as it becomes.
        layers.faulty().stream().filter(layer -> !layer.isMendable() || layer != layers.main() && !layer.isOurs())
                .forEach(layer -> told.fail("kata.broken", layer.evidence(), layer.path()));
        Optional<Text> hypervisor = Hypervisors.fault(layers.effective());
        hypervisor.ifPresent(why -> told.fail(why.key().endsWith("several")
                ? "kata.hypervisors"
                : "kata.hypervisor", layers.main().path(), String.valueOf(why.arguments().getFirst())));
        if (told.hasFailed()) {
            return new KataAssessment(KataSave.keeping(KataTarget.MAIN), told);
        }
        KataDraft draft = KataDraft.of(layers, facts, choice);
        draft.changes().forEach(change -> told.change("kata.key", dotted(change.ref()), shown(change.after()),
                shown(change.before())));
        if (draft.changes().isEmpty() && !java.util.Arrays.equals(draft.bytes(), draft.before().bytes())) {
            told.change("kata.text", draft.before().path());
        }
        layers.leftovers().forEach(layer -> told.change("kata.leftover", layer.path()));
        judge(draft, facts, choice, told);
        return new KataAssessment(draft.save(), told);
    }

    private static void judge(KataDraft draft, SetupFacts facts, KataChoice choice, ScriptAnnouncements told) {
        TomlDocument seen = draft.layers().effective();
        List<Recommendation> open = Recommendations.of(seen, facts).stream().filter(one -> !one.satisfied()).toList();
        Set<KeyRef> wanted = new LinkedHashSet<>(draft.changes().stream().map(KeyChange::ref).toList());
        open.forEach(one -> wanted.add(one.ref()));
        choice.keys().forEach(one -> wanted.add(one.ref()));
        Set<KeyRef> overruled = draft.overruled(wanted);
        for (KeyRef ref : overruled) {
            String by = draft.layers().decides(ref).map(Layer::path).orElse("");
            String evidence = dotted(ref) + " = " + shown(seen.value(ref)) + " (" + by + ")";
            boolean needed = open.stream().anyMatch(one -> one.required() && one.ref().equals(ref));
            if (needed && choice.key(ref).isEmpty()) {
                told.fail("kata.overruled", evidence, dotted(ref), by, shown(seen.value(ref)));
            } else {
                told.warn("kata.overruled", evidence, dotted(ref), by, shown(seen.value(ref)));
            }
        }
        List<Recommendation> missing = open.stream().filter(Recommendation::required)
                .filter(one -> !overruled.contains(one.ref())).toList();
        List<Recommendation> chosen = missing.stream().filter(one -> choice.key(one.ref()).isPresent()).toList();
        List<Recommendation> left = missing.stream().filter(one -> choice.key(one.ref()).isEmpty()).toList();
        if (!chosen.isEmpty()) {
            told.warn("kata.otherwise", lines(chosen), names(chosen));
        }
        if (!left.isEmpty()) {
            told.fail("kata.required", lines(left), names(left));
        }
    }

    private static String lines(List<Recommendation> all) {
        return all.stream().map(one -> dotted(one.ref()) + ": " + shown(one.current()) + " → "
                + Literal.of(one.value())).collect(Collectors.joining("; "));
    }

    private static String names(List<Recommendation> all) {
        return all.stream().map(one -> dotted(one.ref())).collect(Collectors.joining(", "));
    }

    private static String dotted(KeyRef ref) {
        String table = ref.table().header();
        return (table.isEmpty() ? "" : table + ".") + Literal.key(ref.key());
    }

    private static String shown(Optional<TomlValue> value) {
        return value.map(Literal::of).orElse("-");
    }
}
