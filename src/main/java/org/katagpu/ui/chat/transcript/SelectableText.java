package org.katagpu.ui.chat.transcript;

import java.util.List;

import javafx.geometry.Orientation;
import javafx.geometry.Point2D;
import javafx.scene.layout.Region;
import javafx.scene.shape.Path;
import javafx.scene.text.Text;
import javafx.scene.text.TextAlignment;
import javafx.scene.text.TextFlow;

import org.katagpu.ui.chat.markdown.Run;

/** Text in runs of style, wrapped at its width, of which a range can be shown selected. */
final class SelectableText extends Region {
    private final TextFlow flow = new TextFlow();
    private final Path highlight = new Path();
    private List<Run> runs = List.of();
    private int from;
    private int to;

    SelectableText(String styleClass) {
        getStyleClass().addAll("chat-text", styleClass);
        highlight.getStyleClass().add("chat-selection");
        highlight.setManaged(false);
        highlight.setStroke(null);
        getChildren().addAll(highlight, flow);
    }

    void align(TextAlignment alignment) {
        flow.setTextAlignment(alignment);
    }

    /** Draws other runs; what is as before stays. */
    void show(List<Run> shown) {
        int same = 0;
        while (same < Math.min(runs.size(), shown.size()) && runs.get(same).equals(shown.get(same))) {
            same++;
        }
        boolean grows = same == runs.size() - 1 && same < shown.size()
                && styles(runs.get(same)).equals(styles(shown.get(same)));
        if (grows) {
            ((Text) flow.getChildren().get(same)).setText(shown.get(same).text());
            same++;
        }
        flow.getChildren().remove(same, flow.getChildren().size());
        for (Run run : shown.subList(same, shown.size())) {
            Text text = new Text(run.text());
            text.getStyleClass().setAll(styles(run));
            text.setUserData(run);
            flow.getChildren().add(text);
        }
        runs = List.copyOf(shown);
        requestLayout();
    }

    private static List<String> styles(Run run) {
        return List.of("chat-run", run.code() ? "chat-code-run" : "chat-word-run",
                run.bold() ? "chat-bold" : "chat-regular", run.italic() ? "chat-italic" : "chat-upright",
                run.link().isEmpty() ? "chat-unlinked" : "chat-link");
    }

    int length() {
        return runs.stream().mapToInt(run -> run.text().length()).sum();
    }

    /** Where in the text a point of this node lies. */
    int hit(Point2D point) {
        return Math.clamp(flow.getHitInfo(flow.parentToLocal(point)).getInsertionIndex(), 0, length());
    }

    /** The link under a point; empty: none. */
    String link(Point2D point) {
        Point2D inside = flow.parentToLocal(point);
        return flow.getChildren().stream().filter(node -> node.getBoundsInParent().contains(inside))
                .map(node -> ((Text) node).getUserData()).filter(Run.class::isInstance).map(run -> ((Run) run).link())
                .filter(link -> !link.isEmpty()).findFirst().orElse("");
    }

    /** Shows a range selected; an empty one: nothing. */
    void select(int begin, int end) {
        if (begin != from || end != to) {
            from = begin;
            to = end;
            requestLayout();
        }
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth() - snappedLeftInset() - snappedRightInset();
        flow.resizeRelocate(snappedLeftInset(), snappedTopInset(), width, flow.prefHeight(width));
        highlight.relocate(0, 0);
        if (from < to) {
            highlight.getElements().setAll(flow.getRangeShape(from, Math.min(to, length()), true));
            highlight.setTranslateX(flow.getLayoutX());
            highlight.setTranslateY(flow.getLayoutY());
        } else {
            highlight.getElements().clear();
        }
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computePrefWidth(double height) {
        return snappedLeftInset() + snappedRightInset() + snapSizeX(flow.prefWidth(-1)) + 1;
    }

    @Override
    protected double computeMinWidth(double height) {
        return 0;
    }

    @Override
    protected double computePrefHeight(double width) {
        double inner = width < 0 ? width : Math.max(0, width - snappedLeftInset() - snappedRightInset());
        return snappedTopInset() + snappedBottomInset() + flow.prefHeight(inner);
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }
}
