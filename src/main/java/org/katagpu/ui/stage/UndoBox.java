package org.katagpu.ui.stage;

import java.util.List;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import org.katagpu.message.Messages;
import org.katagpu.setup.Action;
import org.katagpu.setup.StageReport;
import org.katagpu.ui.control.ProblemView;

/** Asks before a stage is taken back: what would be taken back, and what stands in its way. */
public final class UndoBox extends VBox {
    UndoBox(UndoPreview preview, StageModel model, Messages words) {
        super(8);
        getStyleClass().addAll("note", "note-asks");
        setId(model.stageId() + "-undo-preview");
        Label title = new Label(words.get(title(preview)));
        title.getStyleClass().add("section-title");
        title.setWrapText(true);
        getChildren().add(title);
        switch (preview) {
            case UndoPreview.Asking _ -> {
                // The title says it.
            }
            case UndoPreview.Failed(var problem) -> getChildren().add(new ProblemView(words, problem));
            case UndoPreview.Told(StageReport report) -> getChildren().addAll(new ReportLines(words).of(report));
        }
        Button take = new Button(words.get("panel.undo.take"));
        take.setId(model.stageId() + "-undo-confirm");
        take.setDisable(!preview.isNeeded() || model.busyProperty().get());
        take.setOnAction(event -> {
            model.leaveUndo();
            model.act(Action.UNDO);
        });
        Button leave = new Button(words.get("panel.undo.leave"));
        leave.setId(model.stageId() + "-undo-leave");
        leave.setOnAction(event -> model.leaveUndo());
        List.of(take, leave).forEach(button -> button.setMinWidth(USE_PREF_SIZE));
        getChildren().add(new HBox(10, take, leave));
    }

    /** Bundle key of what is said of a preview. */
    public static String title(UndoPreview preview) {
        return switch (preview) {
            case UndoPreview.Asking _ -> "panel.undo.asking";
            case UndoPreview.Failed _ -> "panel.undo.failed";
            case UndoPreview.Told(StageReport report) -> switch (report.state()) {
                case NEEDED -> "panel.undo.will";
                case DONE -> "panel.undo.nothing";
                case BLOCKED -> "panel.undo.blocked";
            };
        };
    }
}
