package org.katagpu.kataconf.toml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gathers the keys of a table with the comments that belong to them. */
final class RowReader {
    private final TomlDocument document;
    private final List<Item> items;

    RowReader(TomlDocument document) {
        this.document = document;
        this.items = document.items();
    }

    /** In the order of the file. A commented-out twin of an active key is left out: the active one speaks. */
    List<Row> rows(TablePath table) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            int at = i;
            switch (items.get(i)) {
                case Item.Assignment item -> item.entries().stream()
                        .filter(entry -> entry.ref().table().equals(table))
                        .forEach(entry -> rows.add(active(entry, at)));
                case Item.Disabled item when item.table().equals(table) && isShown(item) ->
                    rows.add(commented(item, at));
                default -> {
                }
            }
        }
        return rows;
    }

    /** Of several commented-out twins only the last is shown: the one an edit would stand beside. */
    private boolean isShown(Item.Disabled item) {
        return document.active(item.ref()).isEmpty() && document.commentedOut(item.ref()).getLast() == item;
    }

    private Row active(Entry entry, int at) {
        String help = help(at);
        if (help.isEmpty()) {
            List<Item.Disabled> twins = document.commentedOut(entry.ref());
            help = twins.isEmpty() ? "" : help(items.indexOf(twins.getFirst()));
        }
        return new Row(entry.ref(), Row.State.ACTIVE, Optional.of(entry.content()),
                entry.value().of(document.text()), document.position(entry.key().start()), help, remark(entry));
    }

    private Row commented(Item.Disabled item, int at) {
        int first = items.indexOf(document.commentedOut(item.ref()).getFirst());
        String help = help(at).isEmpty() ? help(first) : help(at);
        return new Row(item.ref(), Row.State.COMMENTED_OUT, item.content(), item.source(),
                document.position(item.key().start()), help, "");
    }

    private String remark(Entry entry) {
        if (entry.inline()) {
            return "";
        }
        String rest = document.text().substring(entry.value().end(), entry.item().lines().end()).strip();
        return rest.startsWith("#") ? rest.substring(1).strip() : "";
    }

    /** The comment block directly above, or above one blank line. */
    private String help(int at) {
        int last = at - 1;
        if (last > 0 && items.get(last) instanceof Item.Blank) {
            last--;
        }
        int first = last;
        while (first >= 0 && items.get(first) instanceof Item.Comment) {
            first--;
        }
        StringBuilder help = new StringBuilder();
        for (Item item : items.subList(first + 1, last + 1)) {
            help.append(((Item.Comment) item).text()).append('\n');
        }
        return help.toString().strip();
    }
}
