package org.katagpu.ui.page.gpus;

import java.util.Optional;

import javafx.beans.value.ObservableValue;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TreeView;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

import org.katagpu.host.Gpu;
import org.katagpu.host.HostScan;
import org.katagpu.host.Selection;
import org.katagpu.message.Messages;
import org.katagpu.message.Problem;
import org.katagpu.ui.control.ProblemView;
import org.katagpu.ui.control.Views;
import org.katagpu.ui.frame.Acts;
import org.katagpu.ui.frame.Page;
import org.katagpu.ui.stage.StageModel;
import org.katagpu.ui.stage.StagePanel;

/** Draws {@link GpusModel} and the bind stage. */
public final class GpusController implements Page {
    private final GpusModel model;
    private final Messages words;
    private final StagePanel panel;
    private final Parent view;
    private Subscription subscriptions = Subscription.EMPTY;
    @FXML
    private Label status;
    @FXML
    private Button rescan;
    @FXML
    private VBox problem;
    @FXML
    private TableView<Gpu> table;
    @FXML
    private TreeView<String> groups;
    @FXML
    private VBox consequences;
    @FXML
    private VBox stage;

    public GpusController(GpusModel model, StageModel bind, Messages words) {
        this.model = model;
        this.words = words;
        this.panel = new StagePanel(bind, words);
        this.view = new Views(words).load(this);
    }

    @Override
    public Parent view() {
        return view;
    }

    @Override
    public ObservableValue<Acts> acts() {
        return panel.actsProperty();
    }

    @FXML
    private void initialize() {
        new GpuTable(table, model, words);
        GroupsView tree = new GroupsView(groups, words);
        SelectionView selected = new SelectionView(consequences, model, words);
        rescan.setOnAction(event -> model.rescan());
        CheckBox persist = new CheckBox(words.get("gpus.persist"));
        persist.setSelected(model.persists());
        persist.setOnAction(event -> model.persist(persist.isSelected()));
        Label hint = new Label(words.get("gpus.persist.hint"));
        hint.getStyleClass().add("hint");
        VBox atBoot = new VBox(2, persist, hint);
        CheckBox stop = new CheckBox(words.get("gpus.persistenced"));
        stop.setId("stop-persistenced");
        stop.setOnAction(event -> model.stopPersistenced(stop.isSelected()));
        Label why = new Label(words.get("gpus.persistenced.hint"));
        why.getStyleClass().add("hint");
        VBox service = new VBox(2, stop, why);
        stage.getChildren().setAll(atBoot, service, panel.body());
        subscriptions = Subscription.combine(
                model.scans().scanProperty().subscribe(scan -> show(scan, tree)),
                model.scans().readingProperty()
                        .subscribe(reading -> status.setText(reading ? words.get("gpus.reading") : "")),
                model.scans().problemProperty().subscribe(this::showReading),
                model.selectionProperty().subscribe(selection -> {
                    show(selection, selected, atBoot);
                    stop.setSelected(model.stopsPersistenced());
                    service.setVisible(model.onlyPersistencedHolds());
                    service.setManaged(service.isVisible());
                }));
    }

    private void show(Optional<HostScan> scan, GroupsView tree) {
        table.getItems().setAll(scan.map(found -> found.gpus().all()).orElse(java.util.List.of()));
        scan.ifPresent(tree::show);
    }

    private void show(Optional<Selection> selection, SelectionView selected, VBox atBoot) {
        table.refresh();
        boolean chosen = selection.map(now -> !now.chosen().isEmpty()).orElse(false);
        atBoot.setVisible(chosen);
        atBoot.setManaged(chosen);
        selection.ifPresent(selected::show);
    }

    private void showProblem(Problem why) {
        problem.getChildren().setAll(new ProblemView(words, why));
    }

    private void showReading(Optional<Problem> why) {
        problem.getChildren().clear();
        why.ifPresent(this::showProblem);
    }

    @Override
    public void dispose() {
        subscriptions.unsubscribe();
        panel.dispose();
    }
}
