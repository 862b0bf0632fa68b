package org.katagpu.ui.chat;

import java.util.ArrayList;
import java.util.List;

import org.katagpu.ui.chat.markdown.Block;
import org.katagpu.ui.chat.markdown.BlockStream;
import org.katagpu.ui.chat.transcript.TextItem;

/** The transcript's items of a text that grows: what is frozen keeps its item for good. */
final class StreamItems {
    private final BlockStream stream;
    private final String styleClass;
    private final List<TextItem> items = new ArrayList<>();
    private int frozen;

    StreamItems(BlockStream stream, String styleClass) {
        this.stream = stream;
        this.styleClass = styleClass;
    }

    /** Takes what has come. @return whether there are more or fewer items than before */
    boolean update() {
        int before = items.size();
        List<Block> blocks = new ArrayList<>(stream.frozenFrom(frozen));
        blocks.addAll(stream.open());
        for (int i = 0; i < blocks.size(); i++) {
            if (frozen + i < items.size()) {
                items.get(frozen + i).grow(blocks.get(i));
            } else {
                items.add(new TextItem(blocks.get(i), styleClass));
            }
        }
        items.subList(frozen + blocks.size(), items.size()).clear();
        frozen = stream.frozenCount();
        return items.size() != before;
    }

    List<TextItem> items() {
        return items;
    }
}
