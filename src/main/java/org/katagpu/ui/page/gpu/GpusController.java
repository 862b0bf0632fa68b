package org.katagpu.ui.page.gpu;

import java.util.List;
import java.util.stream.Collectors;

import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.TreeView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.VBox;

import org.katagpu.message.Messages;
import org.katagpu.ui.control.ProblemView;
import org.katagpu.ui.frame.FxmlPage;
import org.katagpu.ui.frame.PageView;
import org.katagpu.ui.stage.StageModel;
import org.katagpu.ui.stage.StagePanel;

/** Draws {@link GpusModel} and the bind stage. */
public final class GpusController implements FxmlPage {
    private final GpusModel model;
    private final Messages words;
    private final StagePanel panel;
    private final PageView page;
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
        this.page = new PageView(words, panel.actsProperty());
        page.load(this);
    }

    @Override
    public PageView page() {
        return page;
    }

    @FXML
    private void initialize() {
        GpuList list = new GpuList(words);
        GpuTable gpus = new GpuTable(table, list, model, words);
        tools(list);
        GroupsView tree = new GroupsView(groups, words);
        SelectionView selected = new SelectionView(consequences, model, words);
        rescan.setOnAction(event -> model.rescan());
        BindOptions options = new BindOptions(model, words);
        stage.getChildren().setAll(options.atBoot(), options.service(), panel.body());
        page.keep(gpus::dispose,
                list.freeProperty().subscribe(now -> counted(list)),
                model.scans().scanProperty().subscribe(scan -> {
                    gpus.show(scan);
                    list.chosen(model.chosen());
                    counted(list);
                    scan.ifPresent(tree::show);
                }),
                model.scans().readingProperty()
                        .subscribe(reading -> status.setText(reading ? words.get("gpu.page.reading") : "")),
                model.scans().problemProperty().subscribe(why -> ProblemView.fill(problem, words, why)),
                model.selectionProperty().subscribe(selection -> {
                    list.chosen(model.chosen());
                    counted(list);
                    options.show(selection);
                    selection.ifPresent(selected::show);
                }), panel::dispose);
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
}
