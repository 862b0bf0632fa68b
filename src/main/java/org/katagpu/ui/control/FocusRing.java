package org.katagpu.ui.control;

import javafx.beans.InvalidationListener;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;

import org.jspecify.annotations.Nullable;

/** A ring around whatever the keyboard is at, the same for every control. Not shown for the mouse. */
public final class FocusRing extends Region {
    private static final double GAP = 2;

    private final Pane over;
    private final InvalidationListener moved = changed -> place();
    private @Nullable Node at;

    private FocusRing(Pane over) {
        this.over = over;
        setManaged(false);
        setMouseTransparent(true);
        setVisible(false);
        setId("focus-ring");
        getStyleClass().add("focus-ring");
    }

    /** Draws it over a pane, for everything below that. */
    public static void over(Pane pane) {
        FocusRing ring = new FocusRing(pane);
        pane.getChildren().add(ring);
        pane.sceneProperty().subscribe(ring::follow);
    }

    private void follow(@Nullable Scene scene) {
        if (scene != null) {
            scene.focusOwnerProperty().subscribe(this::follow);
        }
    }

    private void follow(@Nullable Node owner) {
        Node before = at;
        if (before != null) {
            before.localToSceneTransformProperty().removeListener(moved);
            before.layoutBoundsProperty().removeListener(moved);
            before.focusVisibleProperty().removeListener(moved);
        }
        at = owner;
        if (owner != null) {
            owner.localToSceneTransformProperty().addListener(moved);
            owner.layoutBoundsProperty().addListener(moved);
            owner.focusVisibleProperty().addListener(moved);
        }
        place();
    }

    private void place() {
        Node node = at;
        boolean shown = node != null && node.isFocusVisible() && node.getScene() == getScene();
        setVisible(shown);
        if (shown && node != null) {
            Bounds where = over.sceneToLocal(node.localToScene(node.getLayoutBounds()));
            resizeRelocate(where.getMinX() - GAP, where.getMinY() - GAP, where.getWidth() + 2 * GAP,
                    where.getHeight() + 2 * GAP);
        }
    }
}
