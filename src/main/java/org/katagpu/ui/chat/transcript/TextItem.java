package org.katagpu.ui.chat.transcript;

import javafx.scene.layout.Region;

import org.katagpu.ui.chat.markdown.Block;

/** A block of what was said. */
public final class TextItem extends Item {
    private static final double LINE = 20;
    private static final double CHARACTER = 7;
    private static final double AROUND = 10;

    private final String styleClass;
    private Block block;

    /** @param styleClass of the one who said it */
    public TextItem(Block block, String styleClass) {
        this.block = block;
        this.styleClass = styleClass;
    }

    public Block block() {
        return block;
    }

    /** The block has grown. */
    public void grow(Block grown) {
        if (grown.equals(block)) {
            return;
        }
        block = grown;
        if (node() instanceof BlockView view && !view.update(grown)) {
            view.setVisible(false);
            node(null);
        }
    }

    @Override
    Region draw(Transcript in) {
        BlockBody body = switch (block) {
            case Block.Prose prose -> new ProseBody(prose);
            case Block.Code code -> new CodeBody(code, in.words(), () -> in.copyCode(this));
            case Block.Table table -> new TableBody(table);
            case Block.Rule _ -> new RuleBody();
        };
        BlockView view = new BlockView(block, body);
        view.getStyleClass().add(styleClass);
        return view;
    }

    @Override
    double guess(double width) {
        String text = block.text();
        long lines = text.lines().mapToLong(line -> 1 + (long) (line.length() * CHARACTER / Math.max(1, width))).sum();
        return AROUND + Math.max(1, lines) * LINE;
    }
}
