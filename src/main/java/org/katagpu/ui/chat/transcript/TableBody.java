package org.katagpu.ui.chat.transcript;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import javafx.geometry.Point2D;
import javafx.scene.layout.Region;
import javafx.scene.text.TextAlignment;

import org.katagpu.ui.chat.markdown.Block;
import org.katagpu.ui.chat.markdown.Run;

/** A table whose cells can be selected one by one; in its text they are parted by tabs and line ends. */
final class TableBody implements BlockBody {
    /** @param start of its text within the table's */
    private record Cell(SelectableText text, int start, int length) {}

    private final TableGrid grid = new TableGrid();
    private final List<Cell> cells = new ArrayList<>();
    private Block.Table shown;

    TableBody(Block.Table table) {
        shown = table;
        draw(table);
    }

    private void draw(Block.Table table) {
        shown = table;
        cells.clear();
        List<List<SelectableText>> rows = new ArrayList<>();
        int start = 0;
        for (List<List<Run>> row : table.rows()) {
            List<SelectableText> drawn = new ArrayList<>();
            for (int column = 0; column < row.size(); column++) {
                SelectableText text = new SelectableText(rows.isEmpty() ? "chat-table-head" : "chat-table-cell");
                text.show(row.get(column));
                text.align(alignment(table.aligns().get(column)));
                drawn.add(text);
                cells.add(new Cell(text, start, text.length()));
                start += text.length() + 1;
            }
            rows.add(drawn);
        }
        grid.show(rows);
    }

    private static TextAlignment alignment(Block.Align align) {
        return switch (align) {
            case LEFT -> TextAlignment.LEFT;
            case CENTER -> TextAlignment.CENTER;
            case RIGHT -> TextAlignment.RIGHT;
        };
    }

    @Override
    public Region node() {
        return grid;
    }

    @Override
    public boolean update(Block block) {
        if (block instanceof Block.Table table) {
            if (!table.equals(shown)) {
                draw(table);
            }
            return true;
        }
        return false;
    }

    @Override
    public int hit(Point2D point) {
        return cells.stream().min(Comparator.comparingDouble(cell -> distance(cell.text(), point)))
                .map(cell -> cell.start() + cell.text().hit(cell.text().parentToLocal(point))).orElse(0);
    }

    private static double distance(SelectableText text, Point2D point) {
        double x = Math.clamp(point.getX(), text.getLayoutX(), text.getLayoutX() + text.getWidth());
        double y = Math.clamp(point.getY(), text.getLayoutY(), text.getLayoutY() + text.getHeight());
        return point.distance(x, y);
    }

    @Override
    public String link(Point2D point) {
        return cells.stream().map(Cell::text).filter(text -> text.getBoundsInParent().contains(point)).findFirst()
                .map(text -> text.link(text.parentToLocal(point))).orElse("");
    }

    @Override
    public void select(int from, int to) {
        for (Cell cell : cells) {
            cell.text().select(Math.clamp(from - cell.start(), 0, cell.length()),
                    Math.clamp(to - cell.start(), 0, cell.length()));
        }
    }
}
