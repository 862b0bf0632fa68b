package org.katagpu.ui;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.layout.Background;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.text.Text;
import org.kordamp.ikonli.javafx.FontIcon;

/** Measures every word and mark on screen against what it stands on, as WCAG 2.2 does. Inactive controls are exempt. */
public final class ContrastMeter {
    public static final double OF_TEXT = 4.5;
    public static final double OF_MARKS = 3;

    private final Map<String, Double> tooFaint = new TreeMap<>();
    private double leastText = Double.MAX_VALUE;
    private double leastMark = Double.MAX_VALUE;

    /** JavaFX thread only. @param where said of what is too faint */
    public void measure(Node root, String where) {
        look(root, where);
    }

    /** What is too faint, with its contrast. */
    public Map<String, Double> tooFaint() {
        return tooFaint;
    }

    public double leastText() {
        return leastText;
    }

    public double leastMark() {
        return leastMark;
    }

    private void look(Node node, String where) {
        if (!node.isVisible() || node.isDisabled() || node.getOpacity() == 0) {
            return;
        }
        if (node instanceof Text text && text.getFill() instanceof Color fill && fill.getOpacity() > 0
                && !text.getText().isBlank()
                && node.getLayoutBounds().getHeight() > 0) {
            take(text, fill, where);
        }
        if (node.getId() != null && node.getId().equals("focus-ring") && node instanceof Region ring
                && ring.getBorder() != null
                && ring.getBorder().getStrokes().getFirst().getTopStroke() instanceof Color c) {
            leastMark = Math.min(leastMark, ratio(c, ground(ring.getParent())));
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> look(child, where));
        }
    }

    private void take(Text text, Color fill, String where) {
        Color ground = ground(text.getParent());
        double opacity = 1;
        for (Node at = text; at != null; at = at.getParent()) {
            opacity *= at.getOpacity();
        }
        double ratio = ratio(over(fill.deriveColor(0, 1, 1, opacity), ground), ground);
        boolean mark = text instanceof FontIcon;
        if (mark) {
            leastMark = Math.min(leastMark, ratio);
        } else {
            leastText = Math.min(leastText, ratio);
        }
        if (ratio < (mark ? OF_MARKS : OF_TEXT)) {
            String named = mark ? "mark " + ((FontIcon) text).getIconCode() : text.getText();
            tooFaint.put(
                    where + ": " + named + " in " + text.getParent().getStyleClass() + " " + fill + " on " + ground,
                    ratio);
        }
    }

    /** What is below, from the window's own ground upwards. */
    private static Color ground(Node from) {
        Deque<Color> layers = new ArrayDeque<>();
        for (Node at = from; at != null; at = at.getParent()) {
            Background background = at instanceof Region region ? region.getBackground() : null;
            if (background != null && !background.getFills().isEmpty()
                    && background.getFills().getLast().getFill() instanceof Color color) {
                layers.push(color);
            }
        }
        Color ground = Color.WHITE;
        for (Color layer : layers) {
            ground = over(layer, ground);
        }
        return ground;
    }

    private static Color over(Color above, Color below) {
        double share = above.getOpacity();
        return Color.color(above.getRed() * share + below.getRed() * (1 - share),
                above.getGreen() * share + below.getGreen() * (1 - share),
                above.getBlue() * share + below.getBlue() * (1 - share));
    }

    private static double ratio(Color a, Color b) {
        double one = luminance(a);
        double other = luminance(b);
        return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    }

    private static double luminance(Color color) {
        return 0.2126 * linear(color.getRed()) + 0.7152 * linear(color.getGreen()) + 0.0722 * linear(color.getBlue());
    }

    private static double linear(double share) {
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }
}
