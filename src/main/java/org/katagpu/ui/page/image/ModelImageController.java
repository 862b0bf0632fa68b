package org.katagpu.ui.page.image;

import java.io.File;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TabPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.katagpu.message.Messages;
import org.katagpu.setup.ChecksumQuestion;
import org.katagpu.setup.Finding;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.image.ImageChoice;
import org.katagpu.setup.image.ImageDiskSpace;
import org.katagpu.setup.image.ImageWay;
import org.katagpu.ui.control.ChecksumConfirm;
import org.katagpu.ui.control.ProblemView;
import org.katagpu.ui.frame.FxmlPage;
import org.katagpu.ui.frame.PageView;
import org.katagpu.ui.stage.StageModel;
import org.katagpu.ui.stage.StagePanel;

/** Draws {@link ModelImageModel} and the model image stage. */
public final class ModelImageController implements FxmlPage {
    private final ModelImageModel model;
    private final Messages words;
    private final StagePanel panel;
    private final ImageForm form;
    private final PageView page;
    @FXML
    private TabPane ways;
    @FXML
    private Label pairing;
    @FXML
    private GridPane building;
    @FXML
    private GridPane pulling;
    @FXML
    private GridPane importing;
    @FXML
    private GridPane storing;
    @FXML
    private GridPane mirrors;
    @FXML
    private Label hint;
    @FXML
    private Button propose;
    @FXML
    private Button choose;
    @FXML
    private HBox uploading;
    @FXML
    private Label uploaded;
    @FXML
    private ProgressBar share;
    @FXML
    private Button cancel;
    @FXML
    private VBox problem;
    @FXML
    private VBox stage;

    public ModelImageController(ModelImageModel model, StageModel image, Messages words) {
        this.model = model;
        this.words = words;
        this.form = new ImageForm(model, image, words);
        this.panel = new StagePanel(image, words, this::answer);
        this.page = new PageView(words, panel.actsProperty());
        page.load(this);
        model.opened();
    }

    @Override
    public PageView page() {
        return page;
    }

    @FXML
    private void initialize() {
        List.of(building, pulling, importing, storing, mirrors).forEach(form::take);
        hint.setText(words.get("image.page.build.hint", String.valueOf(ImageDiskSpace.BUILD.gibibytes())));
        propose.setOnAction(event -> model.propose());
        choose.setOnAction(event -> chooseFile());
        cancel.setOnAction(event -> model.cancelUpload());
        stage.getChildren().setAll(panel.body());
        ways.getSelectionModel().select(model.choiceProperty().get().way().ordinal());
        ways.getSelectionModel().selectedIndexProperty()
                .subscribe(index -> model.way(ImageWay.values()[index.intValue()]));
        page.keep(model::closed, model.choiceProperty().subscribe(this::show),
                model.uploadProperty().subscribe(this::showUpload),
                model.problemProperty().subscribe(why -> ProblemView.fill(problem, words, why)), form::dispose,
                panel::dispose);
    }

    private Optional<Node> answer(StageReport report, Finding asked) {
        return ChecksumQuestion.of(report, asked)
                .map(question -> new ChecksumConfirm(words, question, model::confirmBuildx));
    }

    private void show(ImageChoice choice) {
        form.show(choice);
        ways.getSelectionModel().select(choice.way().ordinal());
        pairing.setText(model.pairing().stream().map(words::get).collect(Collectors.joining("\n")));
    }

    private void showUpload(Optional<Upload> upload) {
        uploading.setVisible(upload.isPresent());
        uploading.setManaged(upload.isPresent());
        choose.setDisable(upload.isPresent());
        upload.ifPresent(now -> {
            share.setProgress(now.share());
            uploaded.setText(words.get("image.page.uploaded", now.file(), String.valueOf(now.done() >> 20),
                    String.valueOf(now.total() >> 20)));
        });
    }

    private void chooseFile() {
        File chosen = new FileChooser().showOpenDialog(page.root().getScene().getWindow());
        if (chosen != null) {
            model.upload(chosen.toPath());
        }
    }
}
