package org.katagpu.ui.stage;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import javafx.application.Platform;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

import org.jspecify.annotations.Nullable;
import org.katagpu.message.Messages;
import org.katagpu.setup.Action;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageReport;
import org.katagpu.ui.control.BusyRow;
import org.katagpu.ui.control.FormDrafts;
import org.katagpu.ui.control.ProblemView;
import org.katagpu.ui.control.Reveal;
import org.katagpu.ui.frame.Acts;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** What will change and the findings that speak for or against it; and what can be done, for the bar below the page. */
public final class StagePanel {
    private final VBox body = new VBox(8);
    private final VBox content = new VBox(8);
    private final VBox undoing = new VBox();
    private final ReadOnlyObjectWrapper<Acts> acts = new ReadOnlyObjectWrapper<>(Acts.NONE);
    private final StageModel model;
    private final Messages words;
    private final String id;
    private final ReportLines lines;
    private final RunEndView ends;
    private final Subscription shown;

    /** Button names are {@code stage.act.<id>.apply} and {@code ….undo}. */
    public StagePanel(StageModel model, Messages words) {
        this(model, words, QuestionAnswers.NONE);
    }

    public StagePanel(StageModel model, Messages words, QuestionAnswers answers) {
        this.model = model;
        this.words = words;
        this.lines = new ReportLines(words, answers);
        this.ends = new RunEndView(words, lines);
        this.id = model.stageId();
        StageActs offered = new StageActs(model, this::script, this::reveal, this::mend);
        body.getChildren().setAll(undoing, content);
        Consumer<Object> anew = now -> acts.set(offered.of(model.viewProperty().get()));
        shown = Subscription.combine(model.viewProperty().subscribe(this::show), model.viewProperty().subscribe(anew),
                model.busyProperty().subscribe(anew), model.canApplyProperty().subscribe(anew),
                model.undoProperty().subscribe(preview -> ask(preview.orElse(null))));
    }

    /** What was found and what would change. */
    public Node body() {
        return body;
    }

    /** What can be done now. */
    public ReadOnlyObjectProperty<Acts> actsProperty() {
        return acts.getReadOnlyProperty();
    }

    private void ask(@Nullable UndoPreview preview) {
        undoing.getChildren().clear();
        if (preview != null) {
            UndoBox box = new UndoBox(preview, model, words);
            undoing.getChildren().add(box);
            Platform.runLater(() -> Reveal.show(box));
        }
        undoing.setManaged(preview != null);
    }

    private void show(StageModel.View view) {
        content.getChildren().setAll(switch (view) {
            case StageModel.View.Nothing _ -> List.of();
            case StageModel.View.Checking _ -> List.of(new BusyRow(words.get("panel.checking")));
            case StageModel.View.Running(Action action) -> List
                    .of(new BusyRow(words.get(action == Action.APPLY ? "panel.applying" : "panel.undoing")));
            case StageModel.View.Failed(var problem) -> List.of(new ProblemView(words, problem));
            case StageModel.View.WrongField(var draft) -> List.of(wrong(draft));
            case StageModel.View.Known(var report, var after) -> List.of(known(report, after));
            case StageModel.View.Stale stale -> List.of(stale(stale));
        });
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
        Label since = new Label(words.get(new StaleText().of(stale)), new FontIcon(Feather.ROTATE_CW));
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

    private void script() {
        if (body.getScene() != null) {
            new ScriptWindow(words, model.script(Action.APPLY)).show(body.getScene());
        }
    }

    /** Brings to sight what speaks for or against the act. */
    private void reveal() {
        Node first = content.lookup(".finding-fail, .problem, .question");
        Reveal.show(first == null ? content : first);
    }

    /** Goes to the field that is wrong. */
    private void mend() {
        model.drafts().firstField().map(field -> body.getScene().lookup("#" + field)).ifPresent(field -> {
            Reveal.show(field);
            field.requestFocus();
        });
    }

    public void dispose() {
        shown.unsubscribe();
    }
}
