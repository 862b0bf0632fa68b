package org.katagpu.ui.page.hostcheck;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

import org.katagpu.message.Messages;
import org.katagpu.setup.preflight.Judged;
import org.katagpu.ui.control.FindingRow;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** One check: its name at the left, its finding, and a button to check just this again. */
final class CheckRow extends HBox {
    private static final double NAME_WIDTH = 190;

    CheckRow(Messages words, Judged judged, FindingRow finding, Runnable again) {
        getStyleClass().add("check-row");
        Label name = new Label(words.get(judged.check().title()));
        name.setWrapText(true);
        name.setMinWidth(NAME_WIDTH);
        name.setMaxWidth(NAME_WIDTH);
        setHgrow(finding, Priority.ALWAYS);
        Button once = new Button("", new FontIcon(Feather.REFRESH_CW));
        once.getStyleClass().addAll("flat", "small");
        String tip = words.get("hostcheck.again-one", words.get(judged.check().title()));
        once.setTooltip(new Tooltip(tip));
        once.setAccessibleText(tip);
        once.setOnAction(event -> again.run());
        getChildren().addAll(name, finding, once);
    }
}
