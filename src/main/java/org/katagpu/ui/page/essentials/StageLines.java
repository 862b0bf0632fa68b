package org.katagpu.ui.page.essentials;

import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.katagpu.message.Messages;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageState;
import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.page.review.ReviewItem;
import org.katagpu.ui.stage.StageModel;
import org.katagpu.ui.stage.StaleText;

/** One stage: what is chosen for it, whether that is what is recommended, and each change it would make. */
final class StageLines extends VBox {
    private final Messages words;

    StageLines(EssentialsModel model, ReviewItem item, Messages words) {
        super(3);
        this.words = words;
        getStyleClass().add("essential");
        Hyperlink title = new Hyperlink(words.get(item.page().titleKey()));
        title.setId("essentials-" + item.page().fileName());
        title.setMinWidth(Region.USE_PREF_SIZE);
        title.setOnAction(event -> {
            title.setVisited(false);
            model.open(item.page());
        });
        Label standing = new Label(item.page() == PageId.GPUS
                ? ""
                : words.get(model.isRecommended(item) ? "essentials.recommended" : "essentials.changed"));
        standing.getStyleClass().add("hint");
        standing.setMinWidth(Region.USE_PREF_SIZE);
        HBox head = new HBox(8, title, standing);
        head.getStyleClass().add("essential-head");
        getChildren().setAll(head,
                line(model.chosen(item).map(words::get).orElseGet(() -> words.get("essentials.nothing")), "hint"));
        model.chosen(item).ifPresent(any -> changes(item.stage().viewProperty().get()));
    }

    private void changes(StageModel.View view) {
        switch (view) {
            case StageModel.View.Known(StageReport report, var _) -> changes(report);
            case StageModel.View.Stale stale -> getChildren().add(line(words.get(new StaleText().of(stale)), "hint"));
            case StageModel.View.Checking _ -> getChildren().add(line(words.get("review.state.asking"), "hint"));
            case StageModel.View.Running _ -> getChildren().add(line(words.get("review.state.running"), "hint"));
            case StageModel.View.Failed(var problem) -> getChildren().add(line(words.get(problem.what()),
                    "danger-text"));
            case StageModel.View.WrongField(var draft) -> getChildren().add(line(words.get(draft.told()),
                    "danger-text"));
            case StageModel.View.Nothing _ -> {
                // Nothing was asked.
            }
        }
    }

    private void changes(StageReport report) {
        if (report.state() == StageState.DONE) {
            getChildren().add(line("✓ " + words.get("review.state.done"), "essential-done"));
            return;
        }
        report.changes()
                .forEach(change -> getChildren().add(line("• " + words.get(change.what()), "essential-change")));
        if (report.changes().isEmpty()) {
            getChildren().add(line(words.get(StageModel.reason(report)), "hint"));
        }
    }

    private static Label line(String text, String styleClass) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.getStyleClass().add(styleClass);
        return label;
    }
}
