package org.katagpu.ui.page.gpu;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import javafx.beans.value.ObservableValue;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.TreeView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

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
    private TableView<GpuRow> table;
    @FXML
    private TextField filter;
    @FXML
    private Button free;
    @FXML
    private Button none;
    @FXML
    private Label count;
    @FXML
    private ToggleButton byGroup;
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
        GpuList list = new GpuList(words);
        GpuTable gpus = new GpuTable(table, list, model, words);
        tools(list);
        GroupsView tree = new GroupsView(groups, words);
        SelectionView selected = new SelectionView(consequences, model, words);
        rescan.setOnAction(event -> model.rescan());
        CheckBox persist = new CheckBox(words.get("gpu.page.persist"));
        persist.setSelected(model.persists());
        persist.setOnAction(event -> model.persist(persist.isSelected()));
        Label hint = new Label(words.get("gpu.page.persist.hint"));
        hint.getStyleClass().add("hint");
        VBox atBoot = new VBox(2, persist, hint);
        CheckBox stop = new CheckBox(words.get("gpu.page.persistenced"));
        stop.setId("stop-persistenced");
        stop.setOnAction(event -> model.stopPersistenced(stop.isSelected()));
        Label why = new Label(words.get("gpu.page.persistenced.hint"));
        why.getStyleClass().add("hint");
        VBox service = new VBox(2, stop, why);
        stage.getChildren().setAll(atBoot, service, panel.body());
        subscriptions = Subscription.combine(gpus::dispose,
                list.freeProperty().subscribe(now -> counted(list)),
                model.scans().scanProperty().subscribe(scan -> {
                    gpus.show(scan);
                    list.chosen(model.chosen());
                    counted(list);
                    scan.ifPresent(tree::show);
                }),
                model.scans().readingProperty()
                        .subscribe(reading -> status.setText(reading ? words.get("gpu.page.reading") : "")),
                model.scans().problemProperty().subscribe(this::showReading),
                model.selectionProperty().subscribe(selection -> {
                    list.chosen(model.chosen());
                    counted(list);
                    show(selection, selected, atBoot);
                    stop.setSelected(model.stopsPersistenced());
                    service.setVisible(model.onlyPersistencedHolds());
                    service.setManaged(service.isVisible());
                }));
    }

    private void tools(GpuList list) {
        filter.setAccessibleText(words.get("gpu.page.filter"));
        filter.textProperty().addListener((_, _, typed) -> list.filter(typed));
        filter.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ESCAPE && !filter.getText().isEmpty()) {
                filter.clear();
                event.consume();
            }
        });
        free.setOnAction(event -> model.choose(list.freeProperty().get().stream()
                .flatMap(row -> row.tied().stream()).collect(Collectors.toSet()), true));
        none.setOnAction(event -> model.choose(model.chosen(), false));
        byGroup.selectedProperty().subscribe(tree -> {
            groups.setVisible(tree);
            table.setVisible(!tree);
        });
    }

    private void counted(GpuList list) {
        List<GpuRow> open = list.freeProperty().get().stream().filter(row -> !row.chosenProperty().get()).toList();
        free.setText(words.get("gpu.page.choose-free", open.size()));
        free.setDisable(open.isEmpty());
        none.setDisable(model.chosen().isEmpty());
        int shown = list.shown().size();
        count.setText(shown == list.size()
                ? words.get("gpu.page.count", shown)
                : words.get("gpu.page.count.of", String.valueOf(shown), String.valueOf(list.size())));
    }

    private void show(Optional<Selection> selection, SelectionView selected, VBox atBoot) {
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
