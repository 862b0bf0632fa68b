package org.katagpu.kataconf.change;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.katagpu.kataconf.schema.KataRuntime;
import org.katagpu.kataconf.schema.KataVersion;
import org.katagpu.kataconf.schema.KeySpec;
import org.katagpu.kataconf.schema.Renames;
import org.katagpu.kataconf.schema.Schema;
import org.katagpu.kataconf.schema.TableKind;
import org.katagpu.kataconf.schema.ValueKind;
import org.katagpu.kataconf.toml.Edit;
import org.katagpu.kataconf.toml.Entry;
import org.katagpu.kataconf.toml.Item;
import org.katagpu.kataconf.toml.KeyRef;
import org.katagpu.kataconf.toml.Literal;
import org.katagpu.kataconf.toml.TablePath;
import org.katagpu.kataconf.toml.TomlDocument;
import org.katagpu.kataconf.toml.TomlValue;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;

/**
 * Writes a whole configuration of the Go runtime as the runtime in Rust reads it: keys under their names and in their
 * units there, comments left where they are. What has no counterpart is commented out, and told where it said more than
 * the default.
 */
public final class GoToRust {
    /** Hypervisors both runtimes have, by Go's name and Rust's. */
    private static final Map<String, String> HYPERVISORS = Map.of("qemu", "qemu", "clh", "cloud-hypervisor",
            "cloud-hypervisor", "cloud-hypervisor", "firecracker", "firecracker", "remote", "remote");
    private static final String SAME = "qemu";

    private final Schema schema;
    private final KataVersion from;
    private final KataVersion to;

    /** @param to of the runtime in Rust */
    public GoToRust(Schema schema, KataVersion from, KataVersion to) {
        this.schema = schema;
        this.from = from;
        this.to = to;
    }

    /** @throws ProblemException when the text cannot be edited */
    public Translation of(TomlDocument go) throws ProblemException {
        List<Text> open = new ArrayList<>();
        TomlDocument document = renamedTables(go, open);
        String hypervisor = name(document, "hypervisor", SAME);
        String agent = name(document, "agent", "kata");
        for (KeyRef ref : List.copyOf(document.activeKeys())) {
            document = key(document, ref, hypervisor, agent, open);
        }
        for (Map.Entry<String, String> named : names(hypervisor, agent).entrySet()) {
            KeyRef ref = new KeyRef(TablePath.of("runtime"), named.getKey());
            if (document.active(ref).isEmpty()) {
                document = document.after(new Edit.Set(ref, TomlValue.text(named.getValue())));
            }
        }
        if (go.text().contains("virtcca") || isConfidential(document, hypervisor)) {
            open.add(Text.of("kataconf.translate.virtcca", to.shown()));
        }
        return new Translation(go, document, open);
    }

    /** By these the runtime in Rust finds its own parts; Go has none of them. */
    private static Map<String, String> names(String hypervisor, String agent) {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("name", "virt_container");
        names.put("hypervisor_name", hypervisor);
        names.put("agent_name", agent);
        return names;
    }

    private static boolean isConfidential(TomlDocument document, String hypervisor) {
        return document.value(new KeyRef(TablePath.of("hypervisor", hypervisor), "confidential_guest"))
                .filter(value -> value.equals(TomlValue.flag(true))).isPresent();
    }

    private static String name(TomlDocument document, String table, String otherwise) {
        return document.tables().stream().map(TablePath::parts).filter(parts -> parts.size() >= 2)
                .filter(parts -> parts.getFirst().equals(table)).map(parts -> parts.get(1)).findFirst()
                .orElse(otherwise);
    }

    private static TomlDocument renamedTables(TomlDocument go, List<Text> open) {
        StringBuilder text = new StringBuilder(go.text());
        for (Item item : go.items().reversed()) {
            if (item instanceof Item.Header header && header.table().parts().size() >= 2
                    && header.table().parts().getFirst().equals("hypervisor")) {
                String written = header.table().parts().get(1);
                String wanted = HYPERVISORS.get(written);
                if (wanted == null) {
                    open.add(Text.of("kataconf.translate.hypervisor", header.table().toString()));
                } else if (!wanted.equals(written)) {
                    List<String> parts = new ArrayList<>(header.table().parts());
                    parts.set(1, wanted);
                    text.replace(header.name().start(), header.name().end(), new TablePath(parts).header());
                }
            }
        }
        return go.withText(text.toString());
    }

    private TomlDocument key(TomlDocument document, KeyRef ref, String hypervisor, String agent, List<Text> open)
            throws ProblemException {
        Optional<TableKind> kind = TableKind.of(ref.table());
        Optional<TomlValue> value = document.value(ref);
        boolean inline = document.active(ref).map(Entry::inline).orElse(false);
        if (kind.isEmpty() || value.isEmpty() || inline || ref.table().inArray()) {
            return document;
        }
        Optional<Renames.Rename> rename = Renames.to(KataRuntime.RUST, kind.get(), ref.key());
        if (rename.isPresent()) {
            KeyRef target = new KeyRef(rename.get().rust().table(hypervisor, agent), rename.get().rustName());
            Optional<TomlValue> theirs = converted(value.get(), rename.get());
            if (theirs.isPresent() && document.active(target).isEmpty()) {
                return document.after(new Edit.Set(target, theirs.get())).after(new Edit.Remove(ref));
            }
        }
        Optional<KeySpec> spec = schema.key(ref);
        boolean fits = spec.filter(known -> known.knownTo(to.nearest()) && isTaken(known, value.get())).isPresent();
        if (fits || spec.filter(known -> known.idleIn(to.nearest())).isPresent()) {
            return document;
        }
        boolean says = !value.get().equals(TomlValue.text("")) && !value.get().equals(TomlValue.texts(List.of()));
        if (says && spec.flatMap(known -> known.defaultIn(from.nearest())).filter(value.get()::equals).isEmpty()) {
            open.add(Text.of("kataconf.translate.dropped", ref.toString(), Literal.of(value.get())));
        }
        return document.after(new Edit.Unset(ref));
    }

    private static Optional<TomlValue> converted(TomlValue value, Renames.Rename rename) {
        return value instanceof TomlValue.Whole(long number)
                ? rename.number(number, KataRuntime.RUST).map(TomlValue::whole)
                : Optional.of(value).filter(text -> rename.factor() == 1);
    }

    /** Whether the value is one of the words the key has there; of a mere number its bounds are not asked. */
    private boolean isTaken(KeySpec known, TomlValue value) {
        List<String> choices = known.choicesIn(to.nearest());
        return known.kind() != ValueKind.CHOICE || choices.isEmpty()
                || value instanceof TomlValue.Text(String word) && (choices.contains(word) || word.isEmpty());
    }
}
