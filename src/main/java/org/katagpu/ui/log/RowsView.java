package org.katagpu.ui.log;

import java.util.ArrayList;
import java.util.List;

import javafx.geometry.Orientation;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.control.ScrollBar;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;
import org.jspecify.annotations.Nullable;

/**
 * A list of rows of one height, of which only those in sight exist. Its cost depends on the rows in sight alone;
 * {@code ListView} was tried first, and walks over all its items with each change of their number.
 */
final class RowsView extends Region {
    private static final double LEAST_HEIGHT = 40;

    private final RowRenderer look;
    private final FollowMode follow;
    private final Runnable followChanged;
    private final RowSelection selection = new RowSelection();
    private final Pane content = new Pane();
    private final Rectangle clip = new Rectangle();
    private final ScrollBar vertical = new ScrollBar();
    private final ScrollBar horizontal = new ScrollBar();
    private final List<RowCell> cells = new ArrayList<>();
    private final double rowHeight;
    private RowList rows = new RowList();
    private long droppedEver;
    private double top;
    private double widest;
    private boolean placing;

    RowsView(RowRenderer look, FollowMode follow, Runnable followChanged) {
        this.look = look;
        this.follow = follow;
        this.followChanged = followChanged;
        rowHeight = look.font().rowHeight();
        getStyleClass().add("log-rows");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.LIST_VIEW);
        content.setClip(clip);
        content.setManaged(false);
        vertical.setOrientation(Orientation.VERTICAL);
        vertical.setUnitIncrement(rowHeight);
        vertical.valueProperty().addListener((_, _, value) -> scrolledTo(value.doubleValue()));
        horizontal.setUnitIncrement(rowHeight);
        horizontal.valueProperty().addListener(_ -> requestLayout());
        getChildren().addAll(content, vertical, horizontal);
    }

    /** Other rows altogether. */
    void rows(RowList value) {
        rows = value;
        selection.clear();
        reset();
    }

    /** The rows begin anew. */
    void reset() {
        top = 0;
        widest = 0;
        requestLayout();
    }

    /** The rows changed. @param dropped how many went at the head: the reader's place goes with them */
    void changed(int dropped) {
        droppedEver += dropped;
        top = Math.max(0, top - dropped * rowHeight);
        requestLayout();
    }

    RowList rows() {
        return rows;
    }

    RowSelection selection() {
        return selection;
    }

    RowRenderer look() {
        return look;
    }

    boolean isAtEnd() {
        return top >= most();
    }

    /** The reader's own scrolling: stays there, and follows again at the end. */
    void scroll(double pixels) {
        scrolledTo(Math.clamp(top + pixels, 0, most()));
    }

    void scrollSideways(double pixels) {
        horizontal.setValue(Math.clamp(horizontal.getValue() + pixels, 0, horizontal.getMax()));
    }

    void pause() {
        follow.pause(most() > 0);
        followChanged.run();
    }

    void resume() {
        follow.resume();
        followChanged.run();
        requestLayout();
    }

    /** Makes a row the lead of the selection and brings it into sight. */
    void lead(int index, boolean extend) {
        if (!rows.isEmpty()) {
            int at = Math.clamp(index, 0, rows.size() - 1);
            selection.to(rows.get(at).number(), extend);
            bringIntoSight(at, 0);
            notifyAccessibleAttributeChanged(AccessibleAttribute.FOCUS_ITEM);
        }
    }

    /** Selects one row and, where it is out of sight, brings it into the middle. */
    void reveal(int index) {
        selection.to(rows.get(index).number(), false);
        bringIntoSight(index, (viewHeight() - rowHeight) / 2);
        notifyAccessibleAttributeChanged(AccessibleAttribute.FOCUS_ITEM);
    }

    /** Index of the row at a height in this view; past the end the last one. */
    int indexAt(double y) {
        return (int) Math.clamp((long) ((top + y) / rowHeight), 0, Math.max(0, rows.size() - 1));
    }

    int leadIndex() {
        return selection.isEmpty() ? indexAt(viewHeight() - rowHeight) : rows.indexFrom(selection.lead());
    }

    int page() {
        return Math.max(1, (int) (viewHeight() / rowHeight) - 1);
    }

    double viewHeight() {
        return getHeight() - (horizontal.isVisible() ? horizontal.prefHeight(-1) : 0);
    }

    @Override
    protected void layoutChildren() {
        placing = true;
        // a bar that comes or goes takes or gives room: once for each, then once more with both settled
        for (int pass = 0; pass < 3 && arrange(); pass++) {
        }
        placing = false;
    }

    /** @return whether a bar came or went */
    private boolean arrange() {
        double width = getWidth() - (vertical.isVisible() ? vertical.prefWidth(-1) : 0);
        top = follow.isActive() ? most() : Math.clamp(top, 0, most());
        showCells(width);
        clip.setWidth(width);
        clip.setHeight(viewHeight());
        content.resizeRelocate(0, 0, width, viewHeight());
        return bars(width);
    }

    @Override
    protected double computeMinHeight(double width) {
        return LEAST_HEIGHT;
    }

    @Override
    public @Nullable Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
        return switch (attribute) {
            case ITEM_COUNT -> rows.size();
            case ITEM_AT_INDEX -> cell((Integer) parameters[0]);
            case FOCUS_ITEM -> selection.isEmpty() ? null : cell(leadIndex());
            case MULTIPLE_SELECTION -> true;
            case VERTICAL_SCROLLBAR -> vertical;
            case HORIZONTAL_SCROLLBAR -> horizontal;
            default -> super.queryAccessibleAttribute(attribute, parameters);
        };
    }

    /** A row keeps its cell while it is in sight, so that scrolling by one row draws one row. */
    private void showCells(double width) {
        int count = (int) (getHeight() / rowHeight) + 2;
        while (cells.size() < count) {
            RowCell cell = new RowCell(look);
            cells.add(cell);
            content.getChildren().add(cell);
        }
        int first = (int) (top / rowHeight);
        for (int i = 0; i < cells.size(); i++) {
            RowCell cell = cells.get((int) ((droppedEver + first + i) % cells.size()));
            int index = first + i;
            if (i < count && index < rows.size()) {
                cell.show(rows.get(index), index, selection);
                cell.place(index * rowHeight - top, width, horizontal.isVisible() ? horizontal.getValue() : 0);
                widest = Math.max(widest, cell.wanted());
            } else {
                cell.hide();
            }
        }
    }

    private boolean bars(double width) {
        boolean wide = widest > width;
        boolean high = most() > 0;
        boolean changed = wide != horizontal.isVisible() || high != vertical.isVisible();
        horizontal.setVisible(wide);
        vertical.setVisible(high);
        horizontal.setMax(Math.max(0, widest - width));
        horizontal.setVisibleAmount(horizontal.getMax() * width / Math.max(width, widest));
        horizontal.setBlockIncrement(width);
        horizontal.resizeRelocate(0, viewHeight(), width, horizontal.prefHeight(-1));
        vertical.setMax(most());
        vertical.setVisibleAmount(most() * viewHeight() / Math.max(1, rows.size() * rowHeight));
        vertical.setBlockIncrement(viewHeight());
        vertical.setValue(top);
        vertical.resizeRelocate(width, 0, vertical.prefWidth(-1), viewHeight());
        return changed;
    }

    private void scrolledTo(double value) {
        if (placing) {
            return;
        }
        top = value;
        if (isAtEnd()) {
            resume();
        } else {
            pause();
            requestLayout();
        }
    }

    private void bringIntoSight(int index, double above) {
        double y = index * rowHeight;
        if (y < top) {
            top = Math.max(0, y - above);
        } else if (y + rowHeight > top + viewHeight()) {
            top = y + rowHeight - viewHeight() + above;
        }
        requestLayout();
    }

    /** How far down the rows can be scrolled. */
    private double most() {
        return Math.max(0, rows.size() * rowHeight - viewHeight());
    }

    private @Nullable RowCell cell(int index) {
        return cells.stream().filter(cell -> cell.isVisible() && cell.index() == index).findFirst().orElse(null);
    }
}
