package org.katagpu.ui.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

import org.jspecify.annotations.Nullable;
import org.katagpu.message.Messages;
import org.katagpu.message.Text;
import org.katagpu.setup.Action;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageState;
import org.katagpu.ui.control.BusyRow;
import org.katagpu.ui.control.FormDrafts;
import org.katagpu.ui.control.ProblemView;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * What will change and the findings that speak for or against it; and the buttons (script, undo, the act by its name),
 * which the page puts where they stay in sight.
 */
public final class StagePanel {
    private final VBox body = new VBox(8);
    private final VBox content = new VBox(8);
    private final VBox undoing = new VBox();
    private final HBox bar = new HBox(10);
    private final StageModel model;
    private final Messages words;
    private final String id;
    private final ReportLines lines;
    private final EndLines ends;
    private final Subscription shown;

    /** Button names are {@code stage.act.<id>.apply} and {@code ….undo}. */
    public StagePanel(StageModel model, Messages words) {
        this(model, words, Answers.NONE);
    }

    public StagePanel(StageModel model, Messages words, Answers answers) {
        this.model = model;
        this.words = words;
        this.lines = new ReportLines(words, answers);
        this.ends = new EndLines(words, lines);
        this.id = model.stageId();
        bar.getStyleClass().add("stage-bar");
        bar.setAlignment(Pos.CENTER_LEFT);
        body.getChildren().setAll(undoing, content);
        shown = model.viewProperty().subscribe(this::show)
                .and(model.undoProperty().subscribe(preview -> ask(preview.orElse(null))));
    }

    /** What was found and what would change. */
    public Node body() {
        return body;
    }

    /** The buttons; empty while there is nothing to act on. */
    public Node bar() {
        return bar;
    }

    private void ask(@Nullable UndoPreview preview) {
        undoing.getChildren().clear();
        if (preview != null) {
            undoing.getChildren().add(new UndoBox(preview, model, words));
        }
        undoing.setManaged(preview != null);
    }

    private void show(StageModel.View view) {
        bar.getChildren().clear();
        content.getChildren().setAll(switch (view) {
            case StageModel.View.Nothing _ -> List.of();
            case StageModel.View.Checking _ -> List.of(new BusyRow(words.get("panel.checking")));
            case StageModel.View.Running(Action action) -> List
                    .of(new BusyRow(words.get(action == Action.APPLY ? "panel.applying" : "panel.undoing")));
            case StageModel.View.Failed(var problem) -> {
                bar.getChildren().setAll(again());
                yield List.of(new ProblemView(words, problem));
            }
            case StageModel.View.WrongField(var draft) -> List.of(wrong(draft));
            case StageModel.View.Known(var report, var after) -> {
                bar.getChildren().setAll(buttons(report, true));
                yield List.of(known(report, after));
            }
            case StageModel.View.Stale stale -> {
                bar.getChildren().setAll(buttons(stale.was().report(), false));
                yield List.of(stale(stale));
            }
        });
        bar.setVisible(!bar.getChildren().isEmpty());
        bar.setManaged(bar.isVisible());
    }

    private Node wrong(FormDrafts.Draft draft) {
        Label why = new Label(words.get(draft.told()));
        why.setId(id + "-wrong");
        why.setWrapText(true);
        why.getStyleClass().add("danger-text");
        return why;
    }

    private Node known(StageReport report, Optional<StageEvent.Ended> after) {
        VBox box = new VBox(8);
        after.flatMap(ended -> ends.of(ended, report)).ifPresent(end -> box.getChildren().add(end));
        Label title = new Label(words.get(title(report)));
        title.getStyleClass().add("section-title");
        title.setWrapText(true);
        box.getChildren().add(title);
        box.getChildren().addAll(lines.of(report));
        return box;
    }

    /** What was known, in grey, as of then. */
    private Node stale(StageModel.View.Stale stale) {
        Label since = new Label(words.get(new StaleWords().of(stale)), new FontIcon(Feather.ROTATE_CW));
        since.setId(id + "-stale");
        since.setWrapText(true);
        VBox box = new VBox(8, since, known(stale.was().report(), stale.was().after()));
        box.getStyleClass().add("stale");
        return box;
    }

    private static String title(StageReport report) {
        if (report.question().isPresent()) {
            return "panel.asks";
        }
        return switch (report.state()) {
            case DONE -> "panel.nothing-to-change";
            case NEEDED -> "panel.will-change";
            case BLOCKED -> "panel.blocked";
        };
    }

    /** @param holds whether what they act on is known now */
    private List<Node> buttons(StageReport report, boolean holds) {
        Button script = button(Text.of("panel.script"), "script");
        script.setOnAction(event -> new ScriptWindow(words, model.script(Action.APPLY)).show(bar.getScene()));
        Button undo = button(model.name(Action.UNDO, report), "undo");
        undo.setOnAction(event -> model.undo());
        boolean nothingToTakeBack = report.recorded().orElse(1) == 0;
        undo.disableProperty()
                .bind(Bindings.createBooleanBinding(() -> nothingToTakeBack || model.busyProperty().get(),
                        model.busyProperty()));
        Button apply = button(model.name(Action.APPLY, report), "apply");
        apply.getStyleClass().add("accent");
        apply.setOnAction(event -> model.act(Action.APPLY));
        apply.disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> report.state() != StageState.NEEDED || report.question().isPresent()
                                || model.busyProperty().get()
                                || !model.canApplyProperty().get(),
                        model.busyProperty(), model.canApplyProperty()));
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        List<Node> row = new ArrayList<>(List.of(script, again(), space, undo, apply));
        if (!holds || !model.canChange()) {
            undo.disableProperty().unbind();
            apply.disableProperty().unbind();
            undo.setDisable(true);
            apply.setDisable(true);
        }
        if (!model.canChange()) {
            row.add(2, new Label(words.get("panel.read-only")));
        }
        return row;
    }

    private Button again() {
        Button again = button(Text.of("panel.check-again"), "check");
        again.setOnAction(event -> model.check());
        return again;
    }

    private Button button(Text name, String suffix) {
        Button button = new Button(words.get(name));
        button.setId(id + "-" + suffix);
        button.setMinWidth(Region.USE_PREF_SIZE);
        return button;
    }

    public void dispose() {
        shown.unsubscribe();
    }
}
