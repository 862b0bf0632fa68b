package org.katagpu.ui.chat.markdown;

import java.util.ArrayList;
import java.util.List;

/** Text shown as it was typed, in pieces that can be drawn one by one. */
public final class PlainBlocks {
    private PlainBlocks() {}

    /** @return at least one block */
    public static List<Block> of(String text) {
        List<String> lines = text.strip().lines().toList();
        List<Block> blocks = new ArrayList<>();
        for (int from = 0; from < lines.size(); from += Parts.LINES) {
            String part = String.join("\n", lines.subList(from, Math.min(lines.size(), from + Parts.LINES)));
            blocks.addAll(Parts.paragraph(Frame.NONE, List.of(Run.plain(part))));
        }
        return blocks.isEmpty() ? List.of(new Block.Prose(Frame.NONE, 0, List.of())) : blocks;
    }
}
