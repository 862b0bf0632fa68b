package org.katagpu.kataconf.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.katagpu.kataconf.schema.KeySpec;
import org.katagpu.kataconf.schema.TableKind;
import org.katagpu.kataconf.toml.Edit;
import org.katagpu.kataconf.toml.Entry;
import org.katagpu.kataconf.toml.Item;
import org.katagpu.kataconf.toml.KeyRef;
import org.katagpu.kataconf.toml.TablePath;
import org.katagpu.kataconf.toml.TomlDocument;

/** Keys Kata ignores without a word: in the wrong table, misspelt, or unknown to the host's version. */
final class PlacementCheck implements Check {
    /** Names of Go's runtime that the one in Rust refuses in the agent's table, and what it calls them. */
    private static final Map<String, String> GO_NAMES = Map.of("dial_timeout", "dial_timeout_ms", "cdh_api_timeout",
            "cdh_api_timeout_ms");

    /** The runtime in Rust has names and tables of its own: of its keys only those are told that stop every start. */
    private static List<Diagnostic> inRust(Inspection inspection) {
        List<Diagnostic> found = new ArrayList<>();
        for (KeyRef ref : inspection.document().activeKeys()) {
            String there = GO_NAMES.get(ref.key());
            if (there != null && TableKind.of(ref.table()).filter(TableKind.AGENT::equals).isPresent()) {
                Entry entry = inspection.document().active(ref).orElseThrow();
                List<Fix> fixes = entry.inline()
                        ? List.of()
                        : List.of(Fix.of(new Edit.Unset(ref), "unset", ref.key()));
                found.add(Diagnostic.error(inspection.document(), entry.key(), fixes, "check.rust", ref.key(), there));
            }
        }
        return found;
    }

    @Override
    public List<Diagnostic> look(Inspection inspection) {
        if (inspection.version().rust()) {
            return inRust(inspection);
        }
        List<Diagnostic> found = new ArrayList<>();
        for (KeyRef ref : inspection.document().activeKeys()) {
            if (found.size() >= Inspector.MOST) {
                return found;
            }
            List<Entry> all = inspection.document().all(ref);
            for (int i = 0; i < all.size(); i++) {
                key(inspection, all.get(i), i).ifPresent(found::add);
            }
        }
        for (Item item : inspection.document().items()) {
            if (item instanceof Item.Header header) {
                table(inspection, header).ifPresent(found::add);
            }
        }
        return found;
    }

    private static Optional<Diagnostic> key(Inspection inspection, Entry entry, int occurrence) {
        KeyRef ref = entry.ref();
        Optional<KeySpec> spec = inspection.schema().key(ref);
        if (spec.isPresent()) {
            return spec.get().knownTo(inspection.version().nearest())
                    ? Optional.empty()
                    : Optional.of(unknownToVersion(inspection, entry, spec.get()));
        }
        List<TableKind> homes = inspection.schema().homes(ref.key());
        if (!homes.isEmpty() && homes.stream().noneMatch(kind -> kind == TableKind.GUEST_EXTENSION_IMAGE)) {
            return Optional.of(misplaced(inspection, entry, occurrence, homes));
        }
        Optional<TableKind> kind = TableKind.of(ref.table());
        return kind.map(home -> misspelt(inspection, entry, occurrence, home));
    }

    private static Diagnostic unknownToVersion(Inspection inspection, Entry entry, KeySpec spec) {
        String versions = spec.versions().stream().sorted().map(version -> version.label())
                .collect(Collectors.joining(", "));
        return Diagnostic.warning(inspection.document(), entry.key(), List.of(), "check.version", entry.ref().key(),
                inspection.version().label(), versions);
    }

    private static Diagnostic misplaced(Inspection inspection, Entry entry, int occurrence, List<TableKind> homes) {
        List<Fix> fixes = new ArrayList<>();
        List<TablePath> tables = homes.stream().map(inspection::table).toList();
        for (TablePath home : entry.inline() ? List.<TablePath>of() : tables) {
            KeyRef target = new KeyRef(home, entry.ref().key());
            fixes.add(inspection.document().active(target).isEmpty()
                    ? Fix.of(new Edit.Move(entry.ref(), occurrence, home), "move", home.toString())
                    : Fix.of(new Edit.Remove(entry.ref(), occurrence), "remove", entry.ref().key(),
                            String.valueOf(inspection.document().position(entry.key().start()).line())));
        }
        return Diagnostic.warning(inspection.document(), entry.key(), fixes, "check.misplaced", entry.ref().key(),
                entry.ref().table().toString(),
                tables.stream().map(TablePath::toString).collect(Collectors.joining(", ")));
    }

    private static Diagnostic misspelt(Inspection inspection, Entry entry, int occurrence, TableKind kind) {
        TomlDocument document = inspection.document();
        KeyRef ref = entry.ref();
        Optional<String> meant = Spelling.nearest(ref.key(), inspection.schema().keys(kind).stream()
                .filter(spec -> spec.knownTo(inspection.version().nearest())).map(KeySpec::name));
        if (meant.isEmpty()) {
            return Diagnostic.warning(document, entry.key(), List.of(), "check.unknown", ref.key(),
                    inspection.version().label());
        }
        boolean free = document.active(new KeyRef(ref.table(), meant.get())).isEmpty() && !entry.inline();
        List<Fix> fixes = free
                ? List.of(Fix.of(new Edit.Rename(ref, occurrence, meant.get()), "rename", meant.get()))
                : List.of();
        return Diagnostic.warning(document, entry.key(), fixes, "check.misspelt", ref.key(), meant.get(),
                inspection.version().label());
    }

    private static Optional<Diagnostic> table(Inspection inspection, Item.Header header) {
        TablePath table = header.table();
        boolean parent = table.parts().size() == 1 && (table.parts().getFirst().equals("hypervisor")
                || table.parts().getFirst().equals("agent"));
        boolean named = table.parts().size() == 2 && table.parts().getFirst().equals("hypervisor");
        if (parent || TableKind.of(table).isPresent()
                && (!named || TableKind.hypervisors().contains(table.parts().get(1)))) {
            return Optional.empty();
        }
        Stream<String> known = Stream.concat(Stream.of("runtime", "factory", "agent.kata", "image"),
                TableKind.hypervisors().stream().map(name -> "hypervisor." + name));
        return Optional.of(Spelling.nearest(table.header(), known)
                .map(meant -> Diagnostic.warning(inspection.document(), header.name(), List.of(),
                        "check.table.misspelt", table.toString(), "[" + meant + "]"))
                .orElseGet(() -> Diagnostic.warning(inspection.document(), header.name(), List.of(),
                        "check.table.unknown", table.toString())));
    }
}
