package org.katagpu.ui.chat.transcript;

import java.util.ArrayList;
import java.util.List;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.geometry.Orientation;
import javafx.geometry.Point2D;
import javafx.scene.AccessibleRole;
import javafx.scene.control.ScrollBar;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;
import org.jspecify.annotations.Nullable;
import org.katagpu.message.Messages;
import org.katagpu.ui.chat.markdown.Block;
import org.katagpu.ui.control.ClipboardText;

/**
 * A long text of many parts of which only those in sight exist as nodes. The place of the reader is a part and an
 * offset into it, so that nothing moves when a part out of sight turns out higher than guessed.
 */
public final class Transcript extends Region {
    private static final double WIDEST = 860;
    private static final double SIDE = 22;
    private static final double BELOW = 14;

    private final Messages words;
    private final Cells cells = new Cells();
    private final Rectangle clip = new Rectangle();
    private final ScrollBar bar = new ScrollBar();
    private final ReadOnlyBooleanWrapper following = new ReadOnlyBooleanWrapper(true);
    private final TextSelection selection = new TextSelection();
    private final List<Item> items = new ArrayList<>();
    private List<Item> inSight = List.of();
    private int top;
    private double offset;
    private boolean placing;

    /** Holds the nodes; where they stand is the transcript's matter. */
    private static final class Cells extends Region {
        @Override
        protected void layoutChildren() {}

        @Override
        public javafx.collections.ObservableList<javafx.scene.Node> getChildren() {
            return super.getChildren();
        }
    }

    public Transcript(Messages words) {
        this.words = words;
        getStyleClass().add("chat-transcript");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.LIST_VIEW);
        setAccessibleText(words.get("chatpanel.transcript"));
        setClip(clip);
        bar.setOrientation(Orientation.VERTICAL);
        bar.valueProperty().addListener((_, _, value) -> scrolledTo(value.doubleValue()));
        getChildren().addAll(cells, bar);
        TranscriptInput.install(this);
    }

    Messages words() {
        return words;
    }

    TextSelection selection() {
        return selection;
    }

    List<Item> items() {
        return items;
    }

    /** Whether the newest part is kept in sight. The reader's scrolling up ends it, scrolling to the end resumes it. */
    public ReadOnlyBooleanProperty followingProperty() {
        return following.getReadOnlyProperty();
    }

    /** Other parts from one on; the reader's place stays. */
    public void replaceFrom(int index, List<? extends Item> parts) {
        List<Item> gone = items.subList(index, items.size());
        boolean selected = !selection.isEmpty() && gone.stream().anyMatch(item -> item instanceof TextItem text
                && selection.to(text) > selection.from(text) && !parts.contains(item));
        if (selected) {
            selection.clear();
        }
        gone.clear();
        for (Item part : parts) {
            part.index(items.size());
            items.add(part);
        }
        if (top >= items.size()) {
            top = Math.max(0, items.size() - 1);
            offset = 0;
        }
        requestLayout();
    }

    /** Other parts altogether, read from their end. */
    public void show(List<? extends Item> parts) {
        selection.clear();
        replaceFrom(0, parts);
        toEnd();
    }

    public int size() {
        return items.size();
    }

    /** Back to the newest part, and stays with it. */
    public void toEnd() {
        following.set(true);
        requestLayout();
    }

    void toBegin() {
        following.set(false);
        top = 0;
        offset = 0;
        requestLayout();
    }

    /** The reader's own scrolling. */
    void scroll(double pixels) {
        if (pixels < 0 && total(width()) > getHeight()) {
            following.set(false);
        }
        offset += pixels;
        requestLayout();
    }

    /** The block at a height of this node, or the one nearest to it; null: there is none in sight. */
    @Nullable
    TextItem textAt(double y) {
        TextItem nearest = null;
        double least = Double.MAX_VALUE;
        for (Item item : inSight) {
            Region node = item.node();
            if (item instanceof TextItem text && node != null) {
                double distance = Math.abs(y - Math.clamp(y, node.getLayoutY(), node.getLayoutY() + node.getHeight()));
                if (distance < least) {
                    least = distance;
                    nearest = text;
                }
            }
        }
        return nearest;
    }

    TextSelection.@Nullable Place placeAt(Point2D point) {
        TextItem item = textAt(point.getY());
        return item != null && item.node() instanceof BlockView view
                ? new TextSelection.Place(item, view.hit(view.parentToLocal(cells.parentToLocal(point))))
                : null;
    }

    String linkAt(Point2D point) {
        TextItem item = textAt(point.getY());
        return item != null && item.node() instanceof BlockView view
                ? view.link(view.parentToLocal(cells.parentToLocal(point)))
                : "";
    }

    /** Draws what is selected now. */
    void selected() {
        inSight.forEach(this::select);
    }

    private void select(Item item) {
        if (item instanceof TextItem text && item.node() instanceof BlockView view) {
            view.select(selection.from(text), selection.to(text));
        }
    }

    /** Code from its first part to its last. */
    void copyCode(TextItem first) {
        StringBuilder code = new StringBuilder();
        for (int i = first.index(); i < items.size() && items.get(i) instanceof TextItem item
                && item.block() instanceof Block.Code part && (i == first.index() || !part.opens()); i++) {
            code.append(code.isEmpty() ? "" : "\n").append(part.text());
            if (part.closes()) {
                break;
            }
        }
        ClipboardText.copy(code.toString());
    }

    private double width() {
        return Math.max(40, Math.min(WIDEST, getWidth() - bar.prefWidth(-1) - 2 * SIDE));
    }

    @Override
    protected void layoutChildren() {
        placing = true;
        clip.setWidth(getWidth());
        clip.setHeight(getHeight());
        double barWidth = bar.prefWidth(-1);
        cells.resizeRelocate(0, 0, getWidth() - barWidth, getHeight());
        double width = width();
        List<Item> before = inSight;
        List<Item> placed = new ArrayList<>();
        settle(width);
        double y = -offset;
        double left = Math.floor(Math.max(SIDE, (getWidth() - barWidth - width) / 2));
        for (int i = top; i < items.size() && y < getHeight(); i++) {
            Item item = items.get(i);
            double height = measure(item, width);
            Region node = drawn(item);
            node.resizeRelocate(left, y, width, height);
            node.setVisible(true);
            select(item);
            placed.add(item);
            y += height;
        }
        inSight = placed;
        leave(before);
        bar(barWidth, width);
        placing = false;
    }

    /** Finds which part stands at the top. */
    private void settle(double width) {
        if (following.get()) {
            fromEnd(width);
            return;
        }
        while (offset < 0 && top > 0) {
            top--;
            offset += measure(items.get(top), width);
        }
        offset = Math.max(0, offset);
        while (top < items.size() - 1 && offset >= measure(items.get(top), width)) {
            offset -= measure(items.get(top), width);
            top++;
        }
        double y = -offset;
        for (int i = top; i < items.size() && y < getHeight(); i++) {
            y += measure(items.get(i), width);
        }
        if (y + BELOW <= getHeight()) {
            following.set(true);
            fromEnd(width);
        }
    }

    private void fromEnd(double width) {
        double y = getHeight() - BELOW;
        top = items.size();
        while (top > 0 && y > 0) {
            top--;
            y -= measure(items.get(top), width);
        }
        offset = Math.max(0, -y);
    }

    private double measure(Item item, double width) {
        return item.measure(drawn(item), width);
    }

    private Region drawn(Item item) {
        Region node = item.node();
        if (node == null) {
            node = item.draw(this);
            item.node(node);
            cells.getChildren().add(node);
            node.applyCss();
        }
        return node;
    }

    /** Nodes out of sight are let go; also those a part no longer wants. */
    private void leave(List<Item> before) {
        cells.getChildren().removeIf(node -> inSight.stream().noneMatch(item -> item.node() == node));
        before.stream().filter(item -> !inSight.contains(item)).forEach(item -> item.node(null));
        items.subList(0, Math.min(top, items.size())).reversed().stream().takeWhile(item -> item.node() != null)
                .forEach(item -> item.node(null));
    }

    private double total(double width) {
        return BELOW + above(items.size(), width);
    }

    /** How high all parts before one are. */
    private double above(int end, double width) {
        double sum = 0;
        for (int i = 0; i < Math.min(end, items.size()); i++) {
            sum += items.get(i).height(width);
        }
        return sum;
    }

    private void bar(double barWidth, double width) {
        double total = total(width);
        double most = Math.max(0, total - getHeight());
        double above = above(top, width);
        bar.setVisible(most > 0);
        bar.setMax(most);
        bar.setVisibleAmount(most * getHeight() / Math.max(1, total));
        bar.setBlockIncrement(getHeight());
        bar.setUnitIncrement(40);
        bar.setValue(following.get() ? most : Math.min(most, above + offset));
        bar.resizeRelocate(getWidth() - barWidth, 0, barWidth, getHeight());
    }

    private void scrolledTo(double value) {
        if (placing) {
            return;
        }
        double width = width();
        following.set(value >= bar.getMax());
        double left = value;
        top = 0;
        while (top < items.size() - 1 && left >= items.get(top).height(width)) {
            left -= items.get(top).height(width);
            top++;
        }
        offset = left;
        requestLayout();
    }

    @Override
    protected double computePrefHeight(double width) {
        return 300;
    }

    @Override
    protected double computeMinHeight(double width) {
        return 60;
    }

    @Override
    protected double computePrefWidth(double height) {
        return WIDEST;
    }

    @Override
    protected double computeMinWidth(double height) {
        return 200;
    }
}
