package org.katagpu.kataconf.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.katagpu.kataconf.schema.KeySpec;
import org.katagpu.kataconf.schema.KnownVersion;
import org.katagpu.kataconf.schema.TableKind;
import org.katagpu.kataconf.toml.Edit;
import org.katagpu.kataconf.toml.Entry;
import org.katagpu.kataconf.toml.KeyRef;
import org.katagpu.kataconf.toml.TablePath;
import org.katagpu.kataconf.toml.TomlDocument;

/**
 * Keys the host's Kata does not read where they stand: of the other runtime, in the wrong table, misspelt, or unknown to
 * the version. Mostly they are ignored without a word; in some tables the runtime in Rust refuses the whole file.
 */
final class PlacementCheck implements Check {
    @Override
    public List<Diagnostic> look(Inspection inspection) {
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
        return found;
    }

    private static Optional<Diagnostic> key(Inspection inspection, Entry entry, int occurrence) {
        KeyRef ref = entry.ref();
        KnownVersion version = inspection.version().nearest();
        Optional<KeySpec> spec = inspection.schema().key(ref);
        if (spec.filter(known -> known.knownTo(version) || known.idleIn(version)).isPresent()) {
            return Optional.empty();
        }
        Optional<TableKind> kind = TableKind.of(ref.table());
        Optional<RenameCheck> renamed = kind.flatMap(home -> RenameCheck.of(inspection, entry, home));
        if (renamed.isPresent()) {
            return renamed.map(RenameCheck::told);
        }
        List<TableKind> homes = inspection.schema().homes(ref.key(), version);
        if (!homes.isEmpty() && homes.stream().noneMatch(PlacementCheck::isElement)) {
            return Optional.of(misplaced(inspection, entry, occurrence, homes));
        }
        return spec.map(known -> unknownToVersion(inspection, entry, known))
                .or(() -> kind.map(home -> misspelt(inspection, entry, occurrence, home)));
    }

    private static boolean isElement(TableKind kind) {
        return kind == TableKind.GUEST_EXTENSION_IMAGE || kind == TableKind.SHARED_MOUNT;
    }

    private static Diagnostic unknownToVersion(Inspection inspection, Entry entry, KeySpec spec) {
        String versions = spec.versions().stream().sorted().map(KnownVersion::shown)
                .collect(Collectors.joining(", "));
        return told(inspection, entry, List.of(), "check.version", entry.ref().key(), inspection.version().shown(),
                versions);
    }

    /** @param key of a warning; where the table refuses what it does not know: {@code <key>.refused}, an error */
    private static Diagnostic told(Inspection inspection, Entry entry, List<Fix> fixes, String key,
            Object... arguments) {
        boolean refused = TableKind.of(entry.ref().table())
                .filter(kind -> kind.refusesUnknown(inspection.version())).isPresent();
        if (!refused) {
            return Diagnostic.warning(inspection.document(), entry.key(), fixes, key, arguments);
        }
        List<Fix> ways = new ArrayList<>(fixes);
        if (ways.isEmpty() && !entry.inline()) {
            ways.add(Fix.of(new Edit.Unset(entry.ref()), "unset", entry.ref().key()));
        }
        return Diagnostic.error(inspection.document(), entry.key(), ways, key + ".refused", arguments);
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
        return told(inspection, entry, fixes, "check.misplaced", entry.ref().key(), entry.ref().table().toString(),
                tables.stream().map(TablePath::toString).collect(Collectors.joining(", ")));
    }

    private static Diagnostic misspelt(Inspection inspection, Entry entry, int occurrence, TableKind kind) {
        TomlDocument document = inspection.document();
        KeyRef ref = entry.ref();
        Optional<String> meant = Spelling.nearest(ref.key(), inspection.schema().keys(kind).stream()
                .filter(spec -> spec.knownTo(inspection.version().nearest())).map(KeySpec::name));
        if (meant.isEmpty()) {
            return told(inspection, entry, List.of(), "check.unknown", ref.key(), inspection.version().shown());
        }
        boolean free = document.active(new KeyRef(ref.table(), meant.get())).isEmpty() && !entry.inline();
        List<Fix> fixes = free
                ? List.of(Fix.of(new Edit.Rename(ref, occurrence, meant.get()), "rename", meant.get()))
                : List.of();
        return told(inspection, entry, fixes, "check.misspelt", ref.key(), meant.get(),
                inspection.version().shown());
    }
}
