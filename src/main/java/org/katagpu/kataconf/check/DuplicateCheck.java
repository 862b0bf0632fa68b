package org.katagpu.kataconf.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.katagpu.kataconf.toml.Edit;
import org.katagpu.kataconf.toml.Entry;
import org.katagpu.kataconf.toml.Item;
import org.katagpu.kataconf.toml.KeyRef;
import org.katagpu.kataconf.toml.TablePath;
import org.katagpu.kataconf.toml.TomlDocument;

/** Keys and tables that stand twice: one of them breaks every container start. */
final class DuplicateCheck implements Check {
    @Override
    public List<Diagnostic> look(Inspection inspection) {
        TomlDocument document = inspection.document();
        List<Diagnostic> found = new ArrayList<>();
        for (KeyRef ref : document.activeKeys()) {
            List<Entry> all = document.all(ref);
            for (int again = 1; again < all.size(); again++) {
                found.add(key(document, ref, all, again));
            }
        }
        Map<TablePath, Item.Header> headers = new HashMap<>();
        for (Item item : document.items()) {
            if (item instanceof Item.Header header && !header.array()) {
                Item.Header first = headers.putIfAbsent(header.table(), header);
                if (first != null) {
                    found.add(Diagnostic.error(document, header.name(), List.of(), "check.table.twice",
                            header.table().toString(), line(document, first.name().start())));
                }
            }
        }
        return found;
    }

    private static Diagnostic key(TomlDocument document, KeyRef ref, List<Entry> all, int again) {
        String first = line(document, all.getFirst().key().start());
        String second = line(document, all.get(again).key().start());
        List<Fix> fixes = new ArrayList<>();
        offer(fixes, all.get(again), new Edit.Remove(ref, again), second);
        offer(fixes, all.getFirst(), new Edit.Remove(ref, 0), first);
        return Diagnostic.error(document, all.get(again).key(), fixes, "check.key.twice", ref.key(),
                ref.table().toString(), first, all.getFirst().value().of(document.text()), second,
                all.get(again).value().of(document.text()));
    }

    private static void offer(List<Fix> fixes, Entry entry, Edit edit, String line) {
        if (!entry.inline()) {
            fixes.add(Fix.of(edit, "remove", entry.ref().key(), line));
        }
    }

    private static String line(TomlDocument document, int offset) {
        return String.valueOf(document.position(offset).line());
    }
}
