package org.katagpu.ui.page.kataconfig.model;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
final class DropIn {
    private static final String HEAD = """
            # Made by Kata GPU Wizard. What stands here wins over the same key in
            # %s
            """;
    private final TomlDocument main;
    private final Schema schema;
    private final KataVersion version;

    /** @param main the file Kata reads */
    DropIn(TomlDocument main, Schema schema, KataVersion version) {
        this.main = main;
        this.schema = schema;
        this.version = version;
    }

    static TomlDocument empty(String mainPath) {
        return TomlDocument.of(HEAD.formatted(mainPath));
    }

    /** The main file as Kata sees it with the drop-in over it. */
    TomlDocument over(TomlDocument dropIn) throws ProblemException {
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
    TomlDocument toSee(TomlDocument wanted, TomlDocument dropIn) throws ProblemException {
        Set<KeyRef> keys = new LinkedHashSet<>(main.activeKeys());
        keys.addAll(wanted.activeKeys());
        keys.addAll(dropIn.activeKeys());
        List<KeyRef> impossible = new ArrayList<>();
        TomlDocument changed = dropIn;
        for (KeyRef ref : keys) {
            Optional<TomlValue> must = wanted.value(ref).or(() -> main.value(ref).isPresent()
                    ? byDefault(ref)
                    : Optional.empty());
            boolean lost = must.isEmpty() && main.value(ref).isPresent();
            boolean differs = !must.equals(main.value(ref));
            if (lost || differs && ref.table().inArray()) {
                impossible.add(ref);
            } else if (differs && !must.equals(changed.value(ref))) {
                changed = changed.after(new Edit.Set(ref, must.orElseThrow()));
            } else if (!differs && changed.active(ref).isPresent()) {
                changed = changed.after(new Edit.Remove(ref));
            }
        }
        if (!impossible.isEmpty()) {
            throw new ProblemException(Problem.of(Text.of("kataconfig.dropin.impossible",
                    impossible.stream().map(KeyRef::toString).collect(Collectors.joining(", "))),
                    Text.of("kataconfig.dropin.impossible.next")));
        }
        return changed;
    }

    private Optional<TomlValue> byDefault(KeyRef ref) {
        return schema.key(ref).flatMap(spec -> spec.defaultIn(version.nearest()));
    }
}
