package org.katagpu.kataconf.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.katagpu.kataconf.schema.TableKind;
import org.katagpu.kataconf.toml.Edit;
import org.katagpu.kataconf.toml.Entry;
import org.katagpu.kataconf.toml.KeyRef;
import org.katagpu.kataconf.toml.TablePath;
import org.katagpu.kataconf.toml.TomlDocument;
import org.katagpu.kataconf.toml.TomlValue;

/** Keys that exclude or need each other. */
final class ConflictCheck implements Check {
    @Override
    public List<Diagnostic> look(Inspection inspection) {
        TomlDocument document = inspection.document();
        List<Diagnostic> found = new ArrayList<>();
        for (TablePath table : document.tables()) {
            if (TableKind.of(table).filter(TableKind.HYPERVISOR::equals).isPresent()) {
                hypervisor(document, table, found);
            }
        }
        Optional<Entry> netns = switchedOn(document, TablePath.of("runtime"), "disable_new_netns");
        Optional<Entry> model = document.active(new KeyRef(TablePath.of("runtime"), "internetworking_model"));
        if (netns.isPresent() && !model.map(Entry::content).equals(Optional.of(TomlValue.text("none")))) {
            found.add(Diagnostic.error(document, netns.get().key(), unset(netns.get()), "check.netns"));
        }
        return found;
    }

    private static void hypervisor(TomlDocument document, TablePath table, List<Diagnostic> found) {
        Optional<Entry> cold = port(document, table, "cold_plug_vfio");
        Optional<Entry> hot = port(document, table, "hot_plug_vfio");
        if (cold.isPresent() && hot.isPresent()) {
            found.add(Diagnostic.error(document, hot.get().key(), unset(hot.get(), cold.get()), "check.plug"));
        }
        Optional<Entry> confidential = switchedOn(document, table, "confidential_guest");
        if (confidential.isPresent() && hot.isPresent()) {
            found.add(Diagnostic.warning(document, hot.get().key(), unset(hot.get()), "check.confidential.hot"));
        }
        Optional<Entry> image = filled(document, table, "image");
        Optional<Entry> initrd = filled(document, table, "initrd");
        if (image.isPresent() && initrd.isPresent()) {
            found.add(Diagnostic.error(document, initrd.get().key(), unset(initrd.get(), image.get()), "check.image"));
        }
        Optional<Entry> rootless = switchedOn(document, table, "rootless");
        if (rootless.isPresent() && cold.isPresent()) {
            found.add(Diagnostic.warning(document, rootless.get().key(), unset(rootless.get()), "check.rootless"));
        }
    }

    private static List<Fix> unset(Entry... entries) {
        List<Fix> fixes = new ArrayList<>();
        for (Entry entry : entries) {
            if (!entry.inline()) {
                fixes.add(Fix.of(new Edit.Unset(entry.ref()), "unset", entry.ref().key()));
            }
        }
        return fixes;
    }

    private static Optional<Entry> port(TomlDocument document, TablePath table, String key) {
        return filled(document, table, key).filter(entry -> !entry.content().equals(TomlValue.text("no-port")));
    }

    private static Optional<Entry> filled(TomlDocument document, TablePath table, String key) {
        return document.active(new KeyRef(table, key))
                .filter(entry -> entry.content() instanceof TomlValue.Text(String text) && !text.isEmpty());
    }

    private static Optional<Entry> switchedOn(TomlDocument document, TablePath table, String key) {
        return document.active(new KeyRef(table, key))
                .filter(entry -> entry.content().equals(TomlValue.flag(true)));
    }
}
