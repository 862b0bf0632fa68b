package org.katagpu.kataconf.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.katagpu.kataconf.schema.TableKind;
import org.katagpu.kataconf.toml.Edit;
import org.katagpu.kataconf.toml.Entry;
import org.katagpu.kataconf.toml.KeyRef;
import org.katagpu.kataconf.toml.TablePath;
import org.katagpu.kataconf.toml.TomlValue;

/** What the runtime in Rust looks at before every start, beyond each key by itself; with any of these it starts nothing. */
final class RustCheck implements Check {
    private static final TablePath RUNTIME = TablePath.of("runtime");
    private static final long DIAL_BY_DEFAULT = 10;
    private static final long RECONNECT_BY_DEFAULT = 3_000;

    @Override
    public List<Diagnostic> look(Inspection inspection) {
        if (!inspection.version().rust()) {
            return List.of();
        }
        List<Diagnostic> found = new ArrayList<>();
        for (TablePath table : inspection.document().tables()) {
            Optional<TableKind> kind = TableKind.of(table);
            if (kind.filter(TableKind.AGENT::equals).isPresent()) {
                waiting(inspection, table).ifPresent(found::add);
            } else if (kind.filter(TableKind.HYPERVISOR::equals).isPresent()) {
                ports(inspection, table).ifPresent(found::add);
                swap(inspection, table).ifPresent(found::add);
            }
        }
        named(inspection).ifPresent(found::add);
        return found;
    }

    /** The pause between two attempts must fit into the time for all of them. */
    private static Optional<Diagnostic> waiting(Inspection inspection, TablePath table) {
        KeyRef dial = new KeyRef(table, "dial_timeout_ms");
        KeyRef reconnect = new KeyRef(table, "reconnect_timeout_ms");
        long pause = number(inspection, dial).orElse(DIAL_BY_DEFAULT);
        long budget = number(inspection, reconnect).orElse(RECONNECT_BY_DEFAULT);
        if (pause > 0 && pause <= budget) {
            return Optional.empty();
        }
        return inspection.document().active(pause > budget ? dial : reconnect)
                .or(() -> inspection.document().active(dial)).or(() -> inspection.document().active(reconnect))
                .map(entry -> Diagnostic.error(inspection.document(), entry.key(),
                        entry.inline() || pause == 0
                                ? List.of()
                                : List.of(Fix.of(new Edit.Set(reconnect, TomlValue.whole(pause)), "set.key",
                                        reconnect.key(), String.valueOf(pause))),
                        "check.rust.waiting", String.valueOf(pause), String.valueOf(budget)));
    }

    private static Optional<Diagnostic> ports(Inspection inspection, TablePath table) {
        KeyRef root = new KeyRef(table, "pcie_root_port");
        KeyRef other = new KeyRef(table, "pcie_switch_port");
        if (number(inspection, root).orElse(0L) == 0 || number(inspection, other).orElse(0L) == 0) {
            return Optional.empty();
        }
        return inspection.document().active(other).map(entry -> Diagnostic.error(inspection.document(), entry.key(),
                fix(entry), "check.rust.ports"));
    }

    private static Optional<Diagnostic> swap(Inspection inspection, TablePath table) {
        return inspection.document().active(new KeyRef(table, "enable_guest_swap"))
                .filter(entry -> table.equals(TablePath.of("hypervisor", "qemu")))
                .filter(entry -> entry.content().equals(TomlValue.flag(true)))
                .map(entry -> Diagnostic.error(inspection.document(), entry.key(), fix(entry), "check.rust.swap"));
    }

    /** The hypervisor that is named must have a table. */
    private static Optional<Diagnostic> named(Inspection inspection) {
        Optional<Entry> named = inspection.document().active(new KeyRef(RUNTIME, "hypervisor_name"));
        return named.filter(entry -> entry.content() instanceof TomlValue.Text(String name) && !name.isEmpty()
                && !inspection.document().tables().contains(TablePath.of("hypervisor", name)))
                .map(entry -> Diagnostic.error(inspection.document(), entry.value(), List.of(), "check.rust.named",
                        entry.value().of(inspection.document().text())));
    }

    private static List<Fix> fix(Entry entry) {
        return entry.inline() ? List.of() : List.of(Fix.of(new Edit.Unset(entry.ref()), "unset", entry.ref().key()));
    }

    private static Optional<Long> number(Inspection inspection, KeyRef ref) {
        return inspection.document().value(ref).orElse(TomlValue.text("")) instanceof TomlValue.Whole(long number)
                ? Optional.of(number)
                : Optional.empty();
    }
}
