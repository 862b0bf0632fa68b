package org.katagpu.ui.chat.transcript;

import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.katagpu.ui.chat.markdown.Block;
import org.katagpu.ui.chat.markdown.Frame;

/** What is selected: from one place in the text to another, across blocks. */
final class TextSelection {
    /** Between two characters of a block. */
    record Place(TextItem item, int offset) {
        private static final Comparator<Place> ORDER = Comparator.<Place>comparingInt(place -> place.item().index())
                .thenComparingInt(Place::offset);
    }

    private @Nullable Place anchor;
    private @Nullable Place lead;

    void clear() {
        anchor = null;
        lead = null;
    }

    void begin(Place at) {
        anchor = at;
        lead = at;
    }

    void extend(Place to) {
        if (anchor == null) {
            anchor = to;
        }
        lead = to;
    }

    void range(Place from, Place to) {
        anchor = from;
        lead = to;
    }

    boolean isEmpty() {
        return anchor == null || lead == null || anchor.equals(lead);
    }

    private Place first() {
        return end(false);
    }

    private Place last() {
        return end(true);
    }

    private Place end(boolean later) {
        Place one = anchor;
        Place other = lead;
        if (one == null || other == null) {
            throw new IllegalStateException("nothing is selected");
        }
        return Place.ORDER.compare(one, other) < 0 == later ? other : one;
    }

    /** Where the selected part of a block begins. */
    int from(TextItem item) {
        if (isEmpty() || item.index() > last().item().index() || item.index() < first().item().index()) {
            return 0;
        }
        return item == first().item() ? first().offset() : 0;
    }

    /** Where it ends; not behind its begin: nothing of the block is selected. */
    int to(TextItem item) {
        if (isEmpty() || item.index() > last().item().index() || item.index() < first().item().index()) {
            return 0;
        }
        return item == last().item() ? last().offset() : item.block().text().length();
    }

    /** What is selected, as plain text. */
    String text(List<Item> items) {
        if (isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        Block before = null;
        for (int i = first().item().index(); i <= Math.min(last().item().index(), items.size() - 1); i++) {
            if (items.get(i) instanceof TextItem item) {
                Block block = item.block();
                text.append(before == null ? "" : between(before, block));
                int from = from(item);
                if (from == 0 && !block.frame().marker().isEmpty()) {
                    text.append(block.frame().marker()).append(' ');
                }
                text.append(block.text(), from, Math.max(from, Math.min(block.text().length(), to(item))));
                before = block;
            }
        }
        return text.toString();
    }

    private static String between(Block before, Block after) {
        boolean together = before instanceof Block.Code code && !code.closes()
                || before.frame().nests().contains(Frame.Nest.ITEM) && after.frame().nests().contains(Frame.Nest.ITEM);
        return together ? "\n" : "\n\n";
    }
}
