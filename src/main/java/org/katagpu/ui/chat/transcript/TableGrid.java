package org.katagpu.ui.chat.transcript;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import javafx.geometry.Orientation;
import javafx.scene.layout.Region;

/** Cells in columns: as wide as they like while there is room, else narrow columns keep theirs and wide ones wrap. */
final class TableGrid extends Region {
    private List<List<SelectableText>> rows = List.of();
    private double[] natural = {};

    TableGrid() {
        getStyleClass().add("chat-table");
    }

    void show(List<List<SelectableText>> shown) {
        rows = shown;
        natural = new double[]{};
        getChildren().setAll(shown.stream().flatMap(List::stream).toList());
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        double[] widths = widths(getWidth());
        double y = 0;
        for (List<SelectableText> row : rows) {
            double height = height(row, widths);
            double x = 0;
            for (int column = 0; column < row.size(); column++) {
                row.get(column).resizeRelocate(x, y, widths[column], height);
                x += widths[column];
            }
            y += height;
        }
    }

    private static double height(List<SelectableText> row, double[] widths) {
        return IntStream.range(0, row.size()).mapToDouble(column -> row.get(column).prefHeight(widths[column])).max()
                .orElse(0);
    }

    private double[] widths(double room) {
        double[] wanted = natural();
        if (Arrays.stream(wanted).sum() <= room) {
            return wanted;
        }
        double fair = room / Math.max(1, wanted.length);
        double kept = Arrays.stream(wanted).filter(width -> width <= fair).sum();
        double wide = Arrays.stream(wanted).filter(width -> width > fair).sum();
        return Arrays.stream(wanted).map(width -> width <= fair ? width : width / wide * (room - kept))
                .map(Math::floor).toArray();
    }

    private double[] natural() {
        if (natural.length == 0 && !rows.isEmpty()) {
            natural = IntStream.range(0, rows.getFirst().size())
                    .mapToDouble(column -> rows.stream().filter(row -> column < row.size())
                            .mapToDouble(row -> Math.ceil(row.get(column).prefWidth(-1))).max().orElse(0))
                    .toArray();
        }
        return natural;
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computePrefHeight(double width) {
        double[] widths = widths(width);
        return rows.stream().mapToDouble(row -> height(row, widths)).sum();
    }
}
