package org.katagpu.ui.page.kata;

import java.util.List;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

import org.katagpu.kataconf.change.DiffRow;
import org.katagpu.message.Messages;
import org.katagpu.setup.kata.KataTarget;
import org.katagpu.ui.control.BusyRow;
import org.katagpu.ui.control.ProblemView;
import org.katagpu.ui.frame.Acts;
import org.katagpu.ui.page.kata.model.Review;
import org.katagpu.ui.page.kata.model.SaveModel;
import org.katagpu.ui.page.kata.text.DiffView;
import org.katagpu.ui.stage.StageModel;
import org.katagpu.ui.stage.StagePanel;

/** What a save or a restore would change, side by side, and the stage that makes it. */
final class ReviewPane extends VBox {
    private static final double MOST_SAID = 190;

    private final SaveModel save;
    private final StagePanel panel;
    private final Messages words;
    private final StageModel stage;
    private final Subscription shown;

    ReviewPane(SaveModel save, StageModel stage, Messages words) {
        super(10);
        this.save = save;
        this.words = words;
        this.panel = new StagePanel(stage, words);
        this.stage = stage;
        VBox.setVgrow(this, Priority.ALWAYS);
        shown = Subscription.combine(save.reviewProperty().subscribe(this::show),
                stage.viewProperty().subscribe(view -> restoring()));
    }

    /** The plan's own changes stand back while a backup is compared; its run and failure do not. */
    private void restoring() {
        boolean restore = save.reviewProperty().get() instanceof Review.Ready ready && ready.restored().isPresent();
        StageModel.View view = stage.viewProperty().get();
        boolean running = view instanceof StageModel.View.Running;
        boolean failed = view instanceof StageModel.View.Known known
                && known.after().flatMap(ended -> ended.problem()).isPresent();
        boolean told = !restore || running || failed || view instanceof StageModel.View.Failed;
        panel.body().setVisible(told);
        panel.body().setManaged(told);
    }

    /** What can be done with the save that is shown. */
    ReadOnlyObjectProperty<Acts> actsProperty() {
        return panel.actsProperty();
    }

    private void show(Review review) {
        restoring();
        getChildren().setAll(switch (review) {
            case Review.None _ -> List.of();
            case Review.Preparing _ -> List.of(new BusyRow(words.get("kata.page.review.preparing")));
            case Review.Refused(var problem) -> List.of(new ProblemView(words, problem));
            case Review.Changed changed -> List.of(new MergeView(changed.sides(), save, words));
            case Review.Backups backups -> List.of(new BackupsView(backups, save, words));
            case Review.Ready ready when ready.restored().isPresent() ->
                List.of(head(ready), difference(ready.rows()), said());
            case Review.Ready ready -> List.of(head(ready), difference(ready.rows()), said());
        });
    }

    /** What will change has at most as much height as the difference, and is scrolled. */
    private Node said() {
        ScrollPane pane = new ScrollPane(panel.body());
        pane.setFitToWidth(true);
        pane.getStyleClass().add("edge-to-edge");
        pane.setMinHeight(MOST_SAID / 2);
        pane.setMaxHeight(MOST_SAID);
        return pane;
    }

    private Node head(Review.Ready ready) {
        long changed = ready.rows().stream().filter(row -> row.kind() != DiffRow.Kind.SAME).count();
        Label what = new Label(ready.restored()
                .map(backup -> words.get("kata.page.review.restore", ready.path(),
                        BackupsView.when(words, backup.taken()), String.valueOf(changed)))
                .orElseGet(() -> words.get("kata.page.review.save", ready.path(), String.valueOf(changed))));
        what.setWrapText(true);
        what.getStyleClass().add("section-title");
        VBox head = new VBox(6, what);
        if (ready.restored().isEmpty() && save.canUseDropIn()) {
            head.getChildren().add(targets());
        }
        HBox sides = new HBox(label("kata.page.diff.before"), label("kata.page.diff.after"));
        head.getChildren().add(sides);
        return head;
    }

    private Label label(String key) {
        Label side = new Label(words.get(key));
        side.getStyleClass().add("hint");
        side.setMaxWidth(Double.MAX_VALUE);
        side.setPrefWidth(1);
        HBox.setHgrow(side, Priority.ALWAYS);
        return side;
    }

    private Node targets() {
        ToggleGroup group = new ToggleGroup();
        HBox box = new HBox(16, target(KataTarget.MAIN, group), target(KataTarget.DROPIN, group));
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    private RadioButton target(KataTarget target, ToggleGroup group) {
        String name = target == KataTarget.MAIN ? "file" : "dropin";
        RadioButton choice = new RadioButton(words.get("kata.page.target." + name));
        choice.setId("target-" + name);
        choice.setMinWidth(Region.USE_PREF_SIZE);
        choice.setToggleGroup(group);
        choice.setSelected(save.targetProperty().get() == target);
        choice.setDisable(target == KataTarget.MAIN && save.dropInWins());
        choice.setOnAction(event -> save.target(target));
        return choice;
    }

    private Node difference(List<DiffRow> rows) {
        DiffView diff = new DiffView(words, rows);
        diff.setId("diff");
        diff.setMinHeight(90);
        VBox.setVgrow(diff, Priority.ALWAYS);
        return diff;
    }

    void dispose() {
        shown.unsubscribe();
        panel.dispose();
    }
}
