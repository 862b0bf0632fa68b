package org.katagpu.ui.frame;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.katagpu.message.Messages;
import org.katagpu.ui.control.ClipboardText;

/** The report for support, shown to the letter before it goes anywhere. */
final class ReportView extends VBox {
    private final Label said = new Label();

    /** @param save asks for a file and writes it; told nothing where the admin thought better of it */
    ReportView(String report, Messages words, Runnable save) {
        super(10);
        getStyleClass().addAll("page", "report");
        Label lead = new Label(words.get("frame.report.lead"));
        lead.setWrapText(true);
        lead.setMinHeight(USE_PREF_SIZE);
        TextArea text = new TextArea(report);
        text.setId("report-text");
        text.setEditable(false);
        text.getStyleClass().add("mono");
        text.setAccessibleText(words.get("frame.menu.report"));
        VBox.setVgrow(text, Priority.ALWAYS);
        Button keep = new Button(words.get("frame.report.save"));
        keep.setId("report-save");
        keep.getStyleClass().add("accent");
        keep.setOnAction(event -> save.run());
        Button copy = new Button(words.get("frame.copy"));
        copy.setOnAction(event -> ClipboardText.copy(report));
        said.setId("report-said");
        said.setWrapText(true);
        HBox row = new HBox(10, keep, copy, said);
        row.getStyleClass().add("buttons");
        getChildren().addAll(lead, text, row);
    }

    /** How saving went. */
    void say(String what) {
        said.setText(what);
    }
}
