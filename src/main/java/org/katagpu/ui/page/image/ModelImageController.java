package org.katagpu.ui.page.image;

import java.io.File;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.beans.value.ObservableValue;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import javafx.util.Subscription;
import org.katagpu.message.Messages;
import org.katagpu.message.Problem;
import org.katagpu.message.Text;
import org.katagpu.setup.ChecksumQuestion;
import org.katagpu.setup.Finding;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.WholeNumber;
import org.katagpu.setup.browse.WantedPath;
import org.katagpu.setup.image.BuildSettings;
import org.katagpu.setup.image.ImageArchive;
import org.katagpu.setup.image.ImageChoice;
import org.katagpu.setup.image.ImageDiskSpace;
import org.katagpu.setup.image.ImageMirrors;
import org.katagpu.setup.image.ImageStore;
import org.katagpu.setup.image.ImageWay;
import org.katagpu.setup.image.RegistryImage;
import org.katagpu.ui.browse.BrowseButton;
import org.katagpu.ui.control.ChecksumConfirm;
import org.katagpu.ui.control.ChoiceForm;
import org.katagpu.ui.control.ProblemView;
import org.katagpu.ui.control.SettingField;
import org.katagpu.ui.control.SettingField.Setting;
import org.katagpu.ui.control.SettingField.Taken;
import org.katagpu.ui.control.Views;
import org.katagpu.ui.frame.Acts;
import org.katagpu.ui.frame.Page;
import org.katagpu.ui.stage.StageModel;
import org.katagpu.ui.stage.StagePanel;

/** Draws {@link ModelImageModel} and the model image stage. */
public final class ModelImageController implements Page {
    private final ModelImageModel model;
    private final Messages words;
    private final StagePanel panel;
    private final StageModel image;
    private final ChoiceForm<ImageChoice> fields;
    private final Parent view;
    private Subscription subscriptions = Subscription.EMPTY;
    @FXML
    private TabPane ways;
    @FXML
    private Label pairing;
    @FXML
    private TextField jobs;
    @FXML
    private TextField threads;
    @FXML
    private TextField arches;
    @FXML
    private TextField base;
    @FXML
    private TextField source;
    @FXML
    private TextField commit;
    @FXML
    private Label hint;
    @FXML
    private TextField buildx;
    @FXML
    private Button propose;
    @FXML
    private TextField registry;
    @FXML
    private TextField archive;
    @FXML
    private TextField sum;
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
    private TextField reference;
    @FXML
    private TextField namespace;
    @FXML
    private TextField socket;
    @FXML
    private TextField snapshotter;
    @FXML
    private TextField proxy;
    @FXML
    private TextField noProxy;
    @FXML
    private TextField apt;
    @FXML
    private TextField pip;
    @FXML
    private TextField github;
    @FXML
    private TextField releases;
    @FXML
    private VBox stage;

    public ModelImageController(ModelImageModel model, StageModel image, Messages words) {
        this.model = model;
        this.image = image;
        this.words = words;
        this.fields = new ChoiceForm<>(model::edit);
        this.panel = new StagePanel(image, words, this::answer);
        this.view = new Views(words).load(this);
        model.opened();
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
        buildFields();
        imageFields();
        placeFields();
        hint.setText(words.get("image.page.build.hint", String.valueOf(ImageDiskSpace.BUILD.gibibytes())));
        propose.setOnAction(event -> model.propose());
        choose.setOnAction(event -> chooseFile());
        cancel.setOnAction(event -> model.cancelUpload());
        stage.getChildren().setAll(panel.body());
        ways.getSelectionModel().select(model.choiceProperty().get().way().ordinal());
        ways.getSelectionModel().selectedIndexProperty()
                .subscribe(index -> model.way(ImageWay.values()[index.intValue()]));
        subscriptions = Subscription.combine(model.choiceProperty().subscribe(this::show),
                model.uploadProperty().subscribe(this::showUpload),
                model.problemProperty().subscribe(this::showProblem));
    }

    private Optional<Node> answer(StageReport report, Finding asked) {
        return ChecksumQuestion.of(report, asked)
                .map(question -> new ChecksumConfirm(words, question, model::confirmBuildx));
    }

    private void buildFields() {
        build(jobs, now -> String.valueOf(now.maxJobs()), (now, text) -> now.withMaxJobs(WholeNumber.of(text)));
        build(threads, now -> String.valueOf(now.nvccThreads()),
                (now, text) -> now.withNvccThreads(WholeNumber.of(text)));
        build(arches, BuildSettings::cudaArches, BuildSettings::withCudaArches);
        build(base, BuildSettings::baseImage, BuildSettings::withBaseImage);
        build(source, BuildSettings::sourceUrl, BuildSettings::withSourceUrl);
        build(commit, BuildSettings::sourceCommit, BuildSettings::withSourceCommit);
        build(buildx, BuildSettings::buildxFile, BuildSettings::withBuildxFile);
    }

    private void imageFields() {
        field(registry, Optional.of(ImageWay.REGISTRY), choice -> choice.registry().image(), (choice, text) -> choice
                .withRegistry(new RegistryImage(text, choice.registry().bytes(), choice.registry().plainHttp())));
        field(archive, Optional.of(ImageWay.IMPORT), choice -> choice.archive().path(),
                (choice, text) -> choice.withArchive(new ImageArchive(text, choice.archive().sha256())));
        field(sum, Optional.of(ImageWay.IMPORT), choice -> choice.archive().sha256(),
                (choice, text) -> choice.withArchive(new ImageArchive(choice.archive().path(), text)));
        field(reference, ImageChoice::reference, ImageChoice::withReference);
    }

    private void placeFields() {
        field(namespace, choice -> choice.store().namespace(), (choice, text) -> choice
                .withStore(new ImageStore(text, choice.store().socket(), choice.store().snapshotter())));
        field(socket, choice -> choice.store().socket(), (choice, text) -> choice
                .withStore(new ImageStore(choice.store().namespace(), text, choice.store().snapshotter())));
        field(snapshotter, choice -> choice.store().snapshotter(), (choice, text) -> choice
                .withStore(new ImageStore(choice.store().namespace(), choice.store().socket(), text)));
        mirror(proxy, ImageMirrors::proxy, ImageMirrors::withProxy);
        mirror(noProxy, ImageMirrors::noProxy, ImageMirrors::withNoProxy);
        mirror(apt, ImageMirrors::apt, ImageMirrors::withApt);
        mirror(pip, ImageMirrors::pip, ImageMirrors::withPip);
        mirror(github, ImageMirrors::github, ImageMirrors::withGithub);
        mirror(releases, ImageMirrors::buildx, ImageMirrors::withBuildx);
    }

    private void build(TextField field, Function<BuildSettings, String> shown,
            BiFunction<BuildSettings, String, BuildSettings> set) {
        field(field, Optional.of(ImageWay.BUILD), choice -> shown.apply(choice.build()),
                (choice, text) -> choice.withBuild(set.apply(choice.build(), text)));
    }

    private void field(TextField field, Function<ImageChoice, String> shown,
            BiFunction<ImageChoice, String, ImageChoice> set) {
        field(field, Optional.empty(), shown, set);
    }

    /** @param way the one the field counts for; empty: every one */
    private void field(TextField field, Optional<ImageWay> way, Function<ImageChoice, String> shown,
            BiFunction<ImageChoice, String, ImageChoice> set) {
        String key = "image.page." + switch (field.getId()) {
            case "noProxy" -> "no-proxy";
            case "registry" -> "registry.image";
            default -> field.getId();
        };
        GridPane grid = (GridPane) field.getParent();
        int row = GridPane.getRowIndex(field);
        SettingField setting = new SettingField(words, image.drafts(), new Setting(field.getId(), Text.of(key),
                Optional.empty(),
                Setting.unless(text -> model.allows(now -> set.apply(now, text)), Text.of(key + ".wrong")),
                text -> model.edit(now -> set.apply(now, text)), Taken.WHEN_LEFT), field);
        Optional<WantedPath> wanted = switch (field.getId()) {
            case "buildx" -> Optional.of(WantedPath.BUILDX);
            case "archive" -> Optional.of(WantedPath.ARCHIVE);
            case "socket" -> Optional.of(WantedPath.SOCKET);
            default -> Optional.empty();
        };
        wanted.ifPresent(of -> setting.beside(new BrowseButton(words, Text.of(key), new BrowseButton.Of(of,
                image::host, List::of), setting::typedText, setting::enter)));
        grid.add(setting, 1, row);
        fields.text(setting, choice -> way.isEmpty() || way.get() == choice.way(), shown);
    }

    private void mirror(TextField field, Function<ImageMirrors, String> shown,
            BiFunction<ImageMirrors, String, ImageMirrors> set) {
        field(field, choice -> shown.apply(choice.mirrors()),
                (choice, text) -> choice.withMirrors(set.apply(choice.mirrors(), text)));
    }

    private void show(ImageChoice choice) {
        fields.show(choice);
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

    private void showProblem(Optional<Problem> why) {
        problem.getChildren().clear();
        why.ifPresent(found -> problem.getChildren().setAll(new ProblemView(words, found)));
    }

    private void chooseFile() {
        File chosen = new FileChooser().showOpenDialog(view.getScene().getWindow());
        if (chosen != null) {
            model.upload(chosen.toPath());
        }
    }

    @Override
    public void dispose() {
        model.closed();
        subscriptions.unsubscribe();
        fields.dispose();
        panel.dispose();
    }
}
