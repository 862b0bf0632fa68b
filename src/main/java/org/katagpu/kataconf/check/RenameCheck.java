package org.katagpu.kataconf.check;

import java.util.List;
import java.util.Optional;

import org.katagpu.kataconf.schema.KataRuntime;
import org.katagpu.kataconf.schema.Renames;
import org.katagpu.kataconf.schema.TableKind;
import org.katagpu.kataconf.toml.Edit;
import org.katagpu.kataconf.toml.Entry;
import org.katagpu.kataconf.toml.KeyRef;
import org.katagpu.kataconf.toml.TomlValue;
import org.katagpu.message.Text;

/** A key of the other runtime's: what it is called in this one, and its value in this one's unit. */
record RenameCheck(Inspection inspection, Entry entry, TableKind kind, Renames.Rename rename) {
    static Optional<RenameCheck> of(Inspection inspection, Entry entry, TableKind kind) {
        return Renames.to(inspection.version().runtime(), kind, entry.ref().key())
                .map(rename -> new RenameCheck(inspection, entry, kind, rename));
    }

    Diagnostic told() {
        String shown = target().toString();
        return kind.refusesUnknown(inspection.version())
                ? Diagnostic.error(inspection.document(), entry.key(), fixes(), "check.renamed.refused",
                        entry.ref().key(), inspection.version().shown(), shown)
                : Diagnostic.warning(inspection.document(), entry.key(), fixes(), "check.renamed", entry.ref().key(),
                        inspection.version().shown(), shown);
    }

    private KeyRef target() {
        KataRuntime runtime = inspection.version().runtime();
        return new KeyRef(inspection.table(rename.kindIn(runtime)), rename.nameIn(runtime));
    }

    private List<Fix> fixes() {
        Edit unset = new Edit.Unset(entry.ref());
        if (entry.inline()) {
            return List.of();
        }
        if (inspection.document().active(target()).isPresent()) {
            return List.of(Fix.of(unset, "unset", entry.ref().key()));
        }
        return value().map(value -> List.of(new Fix(Text.of("kataconf.fix.carry", target().toString()),
                List.of(new Edit.Set(target(), value), unset))))
                .orElseGet(() -> List.of(Fix.of(unset, "unset", entry.ref().key())));
    }

    private Optional<TomlValue> value() {
        return entry.content() instanceof TomlValue.Whole(long number)
                ? rename.number(number, inspection.version().runtime()).map(TomlValue::whole)
                : Optional.of(entry.content()).filter(value -> rename.factor() == 1);
    }
}
