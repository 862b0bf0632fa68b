package org.katagpu.ui.page.kata.form;

import javafx.scene.Node;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/** Tabs, and what belongs to the one in front beside their names, where it takes no line of its own. */
public final class TabsWithTools extends StackPane {
    private static final double GAP = 16;

    @Override
    protected void layoutChildren() {
        Node tabs = getChildren().getFirst();
        tabs.resizeRelocate(0, 0, getWidth(), getHeight());
        if (getChildren().size() < 2) {
            return;
        }
        Node tools = getChildren().getLast();
        double names = tabs.lookup(".headers-region") instanceof Region region ? region.prefWidth(-1) : 0;
        double high = tabs.lookup(".tab-header-area") instanceof Region region ? region.prefHeight(-1) : 0;
        double wide = Math.max(0, Math.min(tools.prefWidth(-1), getWidth() - names - GAP));
        double tall = tools.prefHeight(-1);
        tools.resizeRelocate(getWidth() - wide, Math.max(0, (high - tall) / 2 - 1), wide, tall);
    }
}
