package org.katagpu.ui.page.rootfs;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

import javafx.beans.value.ObservableValue;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

import org.katagpu.message.Messages;
import org.katagpu.message.Text;
import org.katagpu.setup.ChecksumQuestion;
import org.katagpu.setup.Finding;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.WholeNumber;
import org.katagpu.setup.browse.WantedPath;
import org.katagpu.setup.rootfs.ModuleKind;
import org.katagpu.setup.rootfs.RootfsChoice;
import org.katagpu.ui.browse.BrowseButton;
import org.katagpu.ui.control.ChecksumConfirm;
import org.katagpu.ui.control.QuestionBox;
import org.katagpu.ui.control.SettingField;
import org.katagpu.ui.control.SettingField.Setting;
import org.katagpu.ui.control.SettingField.Taken;
import org.katagpu.ui.control.SettingFields;
import org.katagpu.ui.control.Views;
import org.katagpu.ui.frame.Acts;
import org.katagpu.ui.frame.Page;
import org.katagpu.ui.stage.StageModel;
import org.katagpu.ui.stage.StagePanel;

/** Draws {@link GuestImageModel} and the guest image stage. */
public final class GuestImageController implements Page {
    private final GuestImageModel model;
    private final Messages words;
    private final StagePanel panel;
    private final StageModel build;
    private final GuestImageFields fieldOf;
    private final SettingFields<RootfsChoice> fields = new SettingFields<>();
    private final Parent view;
    private Subscription subscriptions = Subscription.EMPTY;
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
        this.build = build;
        this.words = words;
        this.panel = new StagePanel(build, words, this::answer);
        this.fieldOf = new GuestImageFields(model, build, words);
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

    @Override
    public void shown() {
        model.shown();
    }

    @FXML
    private void initialize() {
        field(image, "image", RootfsChoice::image, RootfsChoice::withImage);
        field(image, "size", choice -> String.valueOf(choice.sizeGib()),
                (choice, typed) -> choice.withSizeGib(WholeNumber.of(typed)));
        field(image, "kernel", RootfsChoice::kernelTree, RootfsChoice::withKernelTree);
        field(offline, "sha256", choice -> choice.driver().sha256(),
                (choice, typed) -> choice.withDriver(choice.driver().withSha256(typed)));
        field(offline, "driver-file", choice -> choice.driver().file(),
                (choice, typed) -> choice.withDriver(choice.driver().withFile(typed)));
        sources();
        ToggleGroup kinds = new ToggleGroup();
        kinds.getToggles().setAll(open, proprietary);
        open.setOnAction(event -> modules(ModuleKind.OPEN));
        proprietary.setOnAction(event -> modules(ModuleKind.PROPRIETARY));
        convert.setOnAction(event -> model.change(choice -> choice.withConvert(convert.isSelected())));
        verity.setOnAction(event -> model.change(choice -> choice.withVerity(verity.isSelected())));
        driverVersion();
        stage.getChildren().setAll(panel.body());
        subscriptions = model.choiceProperty().subscribe(this::show);
    }

    private void driverVersion() {
        ComboBox<String> version = new ComboBox<>();
        version.setEditable(true);
        version.setId("rootfs-version");
        version.getItems().setAll(model.proposedVersions());
        SettingField field = new SettingField(words, build.drafts(), new Setting("rootfs-version",
                Text.of("rootfs.version"), Optional.empty(),
                Setting.unless(model::allowsVersion, Text.of("rootfs.field.version.wrong")),
                model::version, Taken.WHEN_LEFT), version);
        driver.getChildren().addFirst(field);
        fields.add(field, choice -> choice.driver().version());
    }

    private void sources() {
        field(sources, "packages", choice -> choice.sources().packages(),
                (choice, typed) -> choice.withSources(choice.sources().withPackages(typed)));
        field(sources, "driver-mirror", choice -> choice.sources().driverMirror(),
                (choice, typed) -> choice.withSources(choice.sources().withDriverMirror(typed)));
        field(sources, "toolkit-repo", choice -> choice.sources().toolkitRepo(),
                (choice, typed) -> choice.withSources(choice.sources().withToolkitRepo(typed)));
        field(sources, "os-mirror", choice -> choice.sources().osMirror(),
                (choice, typed) -> choice.withSources(choice.sources().withOsMirror(typed)));
        field(sources, "proxy", choice -> choice.sources().proxy(),
                (choice, typed) -> choice.withSources(choice.sources().withProxy(typed)));
        field(sources, "release", RootfsChoice::releaseVersion, RootfsChoice::withReleaseVersion);
    }

    private void field(VBox to, String key, Function<RootfsChoice, String> read,
            BiFunction<RootfsChoice, String, RootfsChoice> write) {
        SettingField field = fieldOf.of(key, write);
        fields.add(field, read);
        to.getChildren().add(field);
    }

    private void modules(ModuleKind kind) {
        model.change(choice -> choice.withDriver(choice.driver().withModules(kind)));
    }

    private void show(RootfsChoice choice) {
        fields.show(choice);
        convert.setSelected(choice.convert());
        verity.setSelected(choice.verity());
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

    @Override
    public void dispose() {
        subscriptions.unsubscribe();
        fields.dispose();
        panel.dispose();
    }
}
