package org.katagpu.kataconf.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.katagpu.kataconf.schema.KeySpec;
import org.katagpu.kataconf.schema.KnownVersion;
import org.katagpu.kataconf.schema.ValueKind;
import org.katagpu.kataconf.toml.Edit;
import org.katagpu.kataconf.toml.Entry;
import org.katagpu.kataconf.toml.KeyRef;
import org.katagpu.kataconf.toml.Literal;
import org.katagpu.kataconf.toml.TomlValue;
import org.katagpu.message.Text;

/** Values of the wrong type, outside of the range, or none of the allowed words. */
final class ValueCheck implements Check {
    @Override
    public List<Diagnostic> look(Inspection inspection) {
        List<Diagnostic> found = new ArrayList<>();
        for (KeyRef ref : inspection.document().activeKeys()) {
            Optional<KeySpec> spec = inspection.schema().key(ref)
                    .filter(known -> known.knownTo(inspection.version().nearest()));
            if (spec.isPresent()) {
                inspection.document().all(ref).stream().map(entry -> value(inspection, entry, spec.get()))
                        .flatMap(Optional::stream).forEach(found::add);
            }
        }
        return found;
    }

    private static Optional<Diagnostic> value(Inspection inspection, Entry entry, KeySpec spec) {
        boolean wholeOnly = spec.name().equals("default_vcpus")
                && inspection.version().nearest() == KnownVersion.CC_0_8_0;
        if (!spec.kind().admits(entry.content()) || wholeOnly && entry.content() instanceof TomlValue.Decimal) {
            return Optional.of(wrongType(inspection, entry, wholeOnly ? ValueKind.INTEGER : spec.kind()));
        }
        return switch (entry.content()) {
            case TomlValue.Whole(long number) -> number(inspection, entry, spec, number);
            case TomlValue.Text(String word) when spec.kind() == ValueKind.CHOICE -> choice(inspection, entry, spec,
                    word);
            default -> Optional.empty();
        };
    }

    private static Diagnostic wrongType(Inspection inspection, Entry entry, ValueKind kind) {
        Text expected = Text.of("kataconf.type." + kind.name().toLowerCase(Locale.ROOT));
        List<Fix> fixes = unquoted(entry.content(), kind).map(value -> Fix.of(new Edit.Set(entry.ref(), value), "set",
                Literal.of(value))).stream().toList();
        return Diagnostic.error(inspection.document(), entry.value(), fixes, "check.type", entry.ref().key(),
                expected, entry.value().of(inspection.document().text()));
    }

    /** The value that was likely meant: {@code "20480"} for 20480, {@code true} for "true", one word for a list. */
    private static Optional<TomlValue> unquoted(TomlValue value, ValueKind kind) {
        if (!(value instanceof TomlValue.Text(String text))) {
            return Optional.empty();
        }
        return switch (kind) {
            case INTEGER, NUMBER -> text.matches("-?[0-9]{1,18}")
                    ? Optional.of(TomlValue.whole(Long.parseLong(text)))
                    : Optional.empty();
            case FLAG -> text.equals("true") || text.equals("false")
                    ? Optional.of(TomlValue.flag(text.equals("true")))
                    : Optional.empty();
            case LIST -> Optional.of(TomlValue.texts(text.isEmpty() ? List.of() : List.of(text)));
            default -> Optional.empty();
        };
    }

    private static Optional<Diagnostic> number(Inspection inspection, Entry entry, KeySpec spec, long number) {
        if (spec.inRange(number)) {
            return Optional.empty();
        }
        boolean refused = spec.refuses(number);
        String least = spec.least().isPresent() ? String.valueOf(spec.least().getAsLong()) : "";
        String most = spec.most().isPresent() ? String.valueOf(spec.most().getAsLong()) : "";
        String key = most.isEmpty() ? "check.range.least" : "check.range";
        return Optional.of(refused
                ? Diagnostic.error(inspection.document(), entry.value(), List.of(), key, spec.name(),
                        String.valueOf(number), least, most)
                : Diagnostic.warning(inspection.document(), entry.value(), List.of(), key, spec.name(),
                        String.valueOf(number), least, most));
    }

    private static Optional<Diagnostic> choice(Inspection inspection, Entry entry, KeySpec spec, String word) {
        List<String> choices = spec.choicesIn(inspection.version().nearest());
        if (choices.contains(word)) {
            return Optional.empty();
        }
        List<Fix> fixes = Spelling.nearest(word, choices.stream()).map(meant -> Fix
                .of(new Edit.Set(entry.ref(), TomlValue.text(meant)), "set", Literal.of(TomlValue.text(meant))))
                .stream().toList();
        String allowed = String.join(", ", choices);
        // A newer Kata may know words this list does not.
        return Optional.of(inspection.version().exact()
                ? Diagnostic.error(inspection.document(), entry.value(), fixes, "check.choice", spec.name(), word,
                        allowed)
                : Diagnostic.warning(inspection.document(), entry.value(), fixes, "check.choice", spec.name(), word,
                        allowed));
    }
}
