package org.katagpu.ui.page.rootfs;

import java.util.Optional;

import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import org.katagpu.message.Messages;
import org.katagpu.message.Text;
import org.katagpu.setup.ChecksumQuestion;
import org.katagpu.setup.Finding;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.rootfs.ModuleKind;
import org.katagpu.setup.rootfs.RootfsChoice;
import org.katagpu.ui.control.ChecksumConfirm;
import org.katagpu.ui.control.QuestionBox;
import org.katagpu.ui.frame.FxmlPage;
import org.katagpu.ui.frame.PageView;
import org.katagpu.ui.stage.StageModel;
import org.katagpu.ui.stage.StagePanel;

/** Draws {@link GuestImageModel} and the guest image stage. */
public final class GuestImageController implements FxmlPage {
    private final GuestImageModel model;
    private final Messages words;
    private final StagePanel panel;
    private final GuestImageForm form;
    private final PageView page;
    @FXML
    private VBox image;
    @FXML
    private VBox offline;
    @FXML
    private VBox sources;
    @FXML
    private CheckBox convert;
    @FXML
    private CheckBox verity;
    @FXML
    private HBox driver;
    @FXML
    private Label cuda;
    @FXML
    private RadioButton open;
    @FXML
    private RadioButton proprietary;
    @FXML
    private VBox against;
    @FXML
    private VBox stage;

    public GuestImageController(GuestImageModel model, StageModel build, Messages words) {
        this.model = model;
        this.words = words;
        this.panel = new StagePanel(build, words, this::answer);
        this.form = new GuestImageForm(model, build, words);
        this.page = new PageView(words, panel.actsProperty());
        page.load(this);
    }

    @Override
    public PageView page() {
        return page;
    }

    @Override
    public void shown() {
        model.shown();
    }

    @FXML
    private void initialize() {
        form.image(image);
        form.offline(offline);
        form.sources(sources);
        form.version(driver);
        form.kept(convert, verity);
        ToggleGroup kinds = new ToggleGroup();
        kinds.getToggles().setAll(open, proprietary);
        open.setOnAction(event -> modules(ModuleKind.OPEN));
        proprietary.setOnAction(event -> modules(ModuleKind.PROPRIETARY));
        stage.getChildren().setAll(panel.body());
        page.keep(model.choiceProperty().subscribe(this::show), form::dispose, panel::dispose);
    }

    private void modules(ModuleKind kind) {
        model.change(choice -> choice.withDriver(choice.driver().withModules(kind)));
    }

    private void show(RootfsChoice choice) {
        form.show(choice);
        cuda.setText(model.cuda().map(brought -> words.get("rootfs.cuda", brought)).orElse(""));
        open.setSelected(choice.driver().modules() == ModuleKind.OPEN);
        proprietary.setSelected(choice.driver().modules() == ModuleKind.PROPRIETARY);
        against.getChildren().setAll(model.against().stream().map(this::reason).toList());
    }

    private Label reason(Text why) {
        Label reason = new Label(words.get(why));
        reason.setWrapText(true);
        reason.getStyleClass().add("danger-text");
        return reason;
    }

    /** Every question of the stage has its answer here; none answers itself. */
    private Optional<Node> answer(StageReport report, Finding asked) {
        return ChecksumQuestion.of(report, asked)
                .<Node>map(question -> new ChecksumConfirm(words, question, sum -> model.confirm(question)))
                .or(() -> model.answer(asked.id()).map(edit -> new QuestionBox(words, asked,
                        words.get(asked.id() + ".answer"), () -> model.change(edit))));
    }
}
