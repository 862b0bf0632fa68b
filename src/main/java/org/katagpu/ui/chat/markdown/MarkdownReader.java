package org.katagpu.ui.chat.markdown;

import java.util.ArrayList;
import java.util.List;

import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.ListBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.ThematicBreak;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/** Reads CommonMark with tables into flat blocks. HTML is text like any other. */
final class MarkdownReader {
    private static final int DEEPEST = 40;
    private static final List<String> BULLETS = List.of("\u2022", "\u25e6", "\u25aa");

    private final Parser parser = Parser.builder().extensions(List.of(TablesExtension.create()))
            .includeSourceSpans(IncludeSourceSpans.BLOCKS).maxOpenBlockParsers(DEEPEST).maxInlineNesting(DEEPEST)
            .build();

    /**
     * What stands at the top of the text; a list gives one for each of its items.
     *
     * @param start in the source, at the beginning of a line
     * @param openFence whether it is fenced code whose end has not come
     */
    record Piece(int start, boolean openFence, List<Block> blocks) {}

    List<Piece> read(String source) {
        List<Piece> pieces = new ArrayList<>();
        for (Node node = parser.parse(source).getFirstChild(); node != null; node = node.getNext()) {
            if (node instanceof ListBlock list) {
                items(list, Frame.NONE, (item, blocks) -> pieces.add(new Piece(start(item, source), false, blocks)));
            } else {
                List<Block> blocks = new ArrayList<>();
                block(node, Frame.NONE, blocks);
                boolean open = node instanceof FencedCodeBlock code && code.getClosingFenceLength() == null;
                pieces.add(new Piece(start(node, source), open, blocks));
            }
        }
        return pieces;
    }

    private interface Items {
        void item(ListItem item, List<Block> blocks);
    }

    /** Spans begin behind the indent; the line is what must be read again. */
    private static int start(Node node, String source) {
        int index = node.getSourceSpans().isEmpty() ? 0 : node.getSourceSpans().getFirst().getInputIndex();
        return source.lastIndexOf('\n', index - 1) + 1;
    }

    private void children(Node parent, Frame first, List<Block> into) {
        Frame frame = first;
        for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
            block(node, frame, into);
            frame = frame.withoutMarker();
        }
    }

    private void block(Node node, Frame frame, List<Block> into) {
        switch (node) {
            case Paragraph _ -> into.addAll(Parts.paragraph(frame, InlineReader.read(node)));
            case Heading heading -> into.add(new Block.Prose(frame, heading.getLevel(), InlineReader.read(node)));
            case FencedCodeBlock code -> into.addAll(code(frame, code.getInfo(), code.getLiteral()));
            case IndentedCodeBlock code -> into.addAll(code(frame, "", code.getLiteral()));
            case HtmlBlock html -> into.addAll(Parts.paragraph(frame, List.of(Run.plain(html.getLiteral()))));
            case ThematicBreak _ -> into.add(new Block.Rule(frame));
            case BlockQuote _ -> children(node, frame.in(Frame.Nest.QUOTE, frame.marker()), into);
            case ListBlock list -> items(list, frame, (_, blocks) -> into.addAll(blocks));
            case org.commonmark.ext.gfm.tables.TableBlock _ -> into.addAll(table(node, frame));
            default -> children(node, frame, into);
        }
    }

    private void items(ListBlock list, Frame around, Items into) {
        int number = list instanceof OrderedList ordered && ordered.getMarkerStartNumber() != null
                ? ordered.getMarkerStartNumber()
                : 1;
        long depth = around.nests().stream().filter(Frame.Nest.ITEM::equals).count();
        String bullet = BULLETS.get((int) Math.min(depth, BULLETS.size() - 1));
        for (Node node = list.getFirstChild(); node != null; node = node.getNext()) {
            List<Block> blocks = new ArrayList<>();
            String marker = list instanceof BulletList ? bullet : number++ + ".";
            Frame frame = around.in(Frame.Nest.ITEM, marker);
            children(node, frame, blocks);
            if (blocks.isEmpty()) {
                blocks.add(new Block.Prose(frame, 0, List.of()));
            }
            into.item((ListItem) node, blocks);
        }
    }

    private static List<Block> code(Frame frame, String info, String literal) {
        String language = info == null ? "" : info.strip().split("\\s", 2)[0];
        return Parts.code(frame, language, literal.stripTrailing());
    }

    private static List<Block> table(Node table, Frame frame) {
        List<Block.Align> aligns = new ArrayList<>();
        List<List<List<Run>>> rows = new ArrayList<>();
        for (Node part = table.getFirstChild(); part != null; part = part.getNext()) {
            for (Node row = part.getFirstChild(); row instanceof TableRow; row = row.getNext()) {
                List<List<Run>> cells = new ArrayList<>();
                for (Node cell = row.getFirstChild(); cell instanceof TableCell head; cell = cell.getNext()) {
                    cells.add(InlineReader.read(cell));
                    if (rows.isEmpty()) {
                        aligns.add(align(head));
                    }
                }
                while (cells.size() < aligns.size()) {
                    cells.add(List.of());
                }
                rows.add(cells);
            }
        }
        return Parts.table(frame, aligns, rows);
    }

    private static Block.Align align(TableCell cell) {
        if (cell.getAlignment() == null) {
            return Block.Align.LEFT;
        }
        return switch (cell.getAlignment()) {
            case LEFT -> Block.Align.LEFT;
            case CENTER -> Block.Align.CENTER;
            case RIGHT -> Block.Align.RIGHT;
        };
    }
}
