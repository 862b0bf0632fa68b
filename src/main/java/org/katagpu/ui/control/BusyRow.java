package org.katagpu.ui.control;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/** What is being waited for, with a turning mark; the sentence wraps where the place is narrow. */
public final class BusyRow extends HBox {
    /** Pixels. */
    private static final int MARK_SIZE = 18;

    /** @param sentence in the language shown */
    public BusyRow(String sentence) {
        super(10);
        ProgressIndicator turning = new ProgressIndicator();
        turning.setPrefSize(MARK_SIZE, MARK_SIZE);
        turning.setMinSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        Label what = new Label(sentence);
        what.setWrapText(true);
        getChildren().addAll(turning, what);
        setAlignment(Pos.CENTER_LEFT);
    }
}
