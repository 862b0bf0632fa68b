package org.katagpu.ui.page.review;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.katagpu.message.Messages;
import org.katagpu.message.Text;
import org.katagpu.setup.Outcome;
import org.katagpu.setup.StageReport;
import org.katagpu.ui.control.ProblemView;
import org.katagpu.ui.control.QuestionBox;
import org.katagpu.ui.stage.ReportLines;
import org.katagpu.ui.stage.RunEndView;
import org.katagpu.ui.stage.ScriptWindow;
import org.katagpu.ui.stage.StageModel;
import org.katagpu.ui.stage.StaleText;
import org.katagpu.ui.stage.UndoBox;
import org.katagpu.ui.stage.UndoPreview;
import org.kordamp.ikonli.javafx.FontIcon;

/** One stage: what was chosen, how it stands, what would change, and the way to its page and its script. */
final class ReviewRow extends VBox {
    private final Messages words;
    private final ReportLines lines;

    ReviewRow(ReviewItem item, RowContent content, ReviewModel model, Messages words) {
        super(4);
        this.words = words;
        // A question is answered where its choice is made.
        lines = new ReportLines(words, (report, asked) -> Optional.of(
                new QuestionBox(words, asked, words.get("review.answer"), () -> model.open(item.page()))));
        getStyleClass().addAll("card", "review-row");
        getChildren().add(head(item, model, content));
        Label what = wrapped(words.get(content.chosen().orElse(Text.of("review.nothing-chosen"))));
        what.getStyleClass().add("hint");
        getChildren().add(what);
        if (content.state() == RowState.NOT_BEGUN) {
            content.notBegun().ifPresent(why -> getChildren().add(wrapped(words.get(why))));
        }
        if (content.preview().isPresent()) {
            preview(content.preview().get(), content.freedFirst());
        } else if (content.chosen().isPresent()) {
            details(content.view());
        }
    }

    private HBox head(ReviewItem item, ReviewModel model, RowContent content) {
        RowState state = content.state();
        CheckBox include = new CheckBox();
        include.setId("review-include-" + item.id());
        include.setAccessibleText(words.get("review.include", words.get(item.page().titleKey())));
        include.setTooltip(new Tooltip(include.getAccessibleText()));
        include.setSelected(content.included());
        include.setDisable(content.running() || content.chosen().isEmpty());
        include.setOnAction(event -> model.include(item, include.isSelected()));
        FontIcon mark = new FontIcon(state.icon());
        mark.getStyleClass().add("mark-" + state.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        Label title = new Label(words.get(item.page().titleKey()));
        title.getStyleClass().add("section-title");
        Label says = new Label(words.get(state.key()));
        says.setId("review-state-" + item.id());
        says.getStyleClass().add("hint");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        Button script = new Button(words.get("panel.script"));
        script.setId("review-script-" + item.id());
        script.setOnAction(event -> new ScriptWindow(words, item.stage().applyScript()).show(getScene()));
        Button open = new Button(words.get("review.open"));
        open.setId("review-open-" + item.id());
        open.setOnAction(event -> model.open(item.page()));
        List.of(script, open).forEach(button -> {
            button.getStyleClass().add("small");
            button.setMinWidth(USE_PREF_SIZE);
        });
        HBox head = new HBox(10, include, mark, title, says, space, script, open);
        head.setAlignment(Pos.CENTER_LEFT);
        return head;
    }

    private void preview(UndoPreview preview, boolean freedFirst) {
        getChildren().add(wrapped(words.get(freedFirst ? "review.undo.freed-first" : UndoBox.title(preview))));
        switch (preview) {
            case UndoPreview.Asking _ -> {
                // The line above says it.
            }
            case UndoPreview.Failed(var problem) -> getChildren().add(new ProblemView(words, problem));
            case UndoPreview.Told(StageReport report) -> {
                VBox told = new VBox(4);
                told.getChildren().addAll(new ReportLines(words).of(report));
                if (freedFirst) {
                    // No fault: it goes away by itself on the way back.
                    told.getStyleClass().add("stale");
                }
                getChildren().add(told);
            }
        }
    }

    private void details(StageModel.View view) {
        switch (view) {
            case StageModel.View.Known(StageReport report, var after) -> {
                // What was changed is no news here: the head says done.
                after.filter(ended -> ended.outcome() != Outcome.DONE)
                        .flatMap(ended -> new RunEndView(words, lines).of(ended, report))
                        .ifPresent(end -> getChildren().add(end));
                getChildren().addAll(lines.of(report));
            }
            case StageModel.View.Failed(var problem) -> getChildren().add(new ProblemView(words, problem));
            case StageModel.View.WrongField(var draft) -> getChildren().add(wrapped(words.get(draft.told())));
            case StageModel.View.Stale stale -> {
                VBox was = new VBox(4, wrapped(words.get(new StaleText().of(stale))));
                was.getStyleClass().add("stale");
                was.getChildren().addAll(new ReportLines(words).of(stale.was().report()));
                getChildren().add(was);
            }
            case StageModel.View.Nothing _,StageModel.View.Checking _,StageModel.View.Running _ -> {
                // The head says it all.
            }
        }
    }

    private static Label wrapped(String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        return label;
    }
}
