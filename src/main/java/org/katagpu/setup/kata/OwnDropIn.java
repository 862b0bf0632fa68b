package org.katagpu.setup.kata;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.katagpu.kataconf.schema.KataVersion;
import org.katagpu.kataconf.schema.Schema;
import org.katagpu.kataconf.toml.Edit;
import org.katagpu.kataconf.toml.KeyRef;
import org.katagpu.kataconf.toml.TomlDocument;
import org.katagpu.kataconf.toml.TomlValue;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;

/** Our own file in {@code config.d}, whose values win over those of the file Kata reads. */
public final class OwnDropIn {
    private static final String HEAD = """
            # Made by Kata GPU Wizard. What stands here wins over the same key in
            # %s
            """;
    private final TomlDocument main;
    private final Schema schema;
    private final KataVersion version;

    /** @param main what Kata sees without it: the file it reads, and what other drop-ins set before ours */
    public OwnDropIn(TomlDocument main, Schema schema, KataVersion version) {
        this.main = main;
        this.schema = schema;
        this.version = version;
    }

    public static TomlDocument empty(String mainPath) {
        return TomlDocument.of(HEAD.formatted(mainPath));
    }

    /** The main file as Kata sees it with the drop-in over it. */
    public TomlDocument over(TomlDocument dropIn) throws ProblemException {
        TomlDocument seen = main;
        for (KeyRef ref : dropIn.activeKeys()) {
            TomlValue value = dropIn.value(ref).orElseThrow();
            if (!seen.value(ref).equals(Optional.of(value))) {
                seen = seen.after(new Edit.Set(ref, value));
            }
        }
        return seen;
    }

    /** The drop-in changed so that Kata sees the wanted values. @throws ProblemException for what it cannot express */
    public TomlDocument toSee(TomlDocument wanted, TomlDocument dropIn) throws ProblemException {
        return changed(KeyChange.between(over(dropIn), wanted), dropIn);
    }

    /** The drop-in with these changes of what Kata sees made in it. @throws ProblemException for what it cannot express */
    TomlDocument changed(List<KeyChange> changes, TomlDocument dropIn) throws ProblemException {
        List<KeyRef> impossible = new ArrayList<>();
        TomlDocument changed = dropIn;
        for (KeyChange change : changes) {
            KeyRef ref = change.ref();
            Optional<TomlValue> below = main.value(ref);
            Optional<TomlValue> must = change.after().or(() -> below.isPresent() ? byDefault(ref) : Optional.empty());
            if (must.isEmpty() && below.isPresent() || ref.table().inArray() && !must.equals(below)) {
                impossible.add(ref);
            } else if (!must.equals(below)) {
                changed = changed.after(new Edit.Set(ref, must.orElseThrow()));
            } else if (changed.active(ref).isPresent()) {
                changed = changed.after(new Edit.Remove(ref));
            }
        }
        if (!impossible.isEmpty()) {
            throw new ProblemException(Problem.of(Text.of("kata.page.dropin.impossible",
                    impossible.stream().map(KeyRef::toString).collect(Collectors.joining(", "))),
                    Text.of("kata.page.dropin.impossible.next")));
        }
        return changed;
    }

    private Optional<TomlValue> byDefault(KeyRef ref) {
        return schema.key(ref).flatMap(spec -> spec.defaultIn(version.nearest()));
    }
}
