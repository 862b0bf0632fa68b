package org.katagpu.ui.tour;

import java.util.ArrayList;
import java.util.List;

import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableCell;
import javafx.scene.control.skin.TableColumnHeader;
import javafx.scene.text.Text;

/**
 * Finds words the admin cannot read whole: labels and buttons whose text was cut with an ellipsis, and whose tooltip
 * does not say it either.
 */
public final class ClippedText {
    private ClippedText() {}

    /** The cut texts below a node, cells and heads of tables left out (they can be widened). JavaFX thread only, after layout. */
    public static List<String> below(Node node) {
        List<String> cut = new ArrayList<>();
        collect(node, cut);
        return cut;
    }

    private static boolean toldByTooltip(Labeled labeled) {
        return labeled.getTooltip() != null && labeled.getText().equals(labeled.getTooltip().getText());
    }

    private static void collect(Node node, List<String> cut) {
        if (!node.isVisible() || node instanceof TableCell || node instanceof TableColumnHeader) {
            return;
        }
        if (node instanceof Labeled labeled && labeled.lookup(".text") instanceof Text drawn
                && drawn.getParent() == labeled && labeled.getText() != null
                && !labeled.getText().equals(drawn.getText()) && !toldByTooltip(labeled)) {
            cut.add(labeled.getText());
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, cut));
        }
    }
}
