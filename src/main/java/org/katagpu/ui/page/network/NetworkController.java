package org.katagpu.ui.page.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import javafx.beans.value.ObservableValue;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TitledPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

import org.katagpu.message.Messages;
import org.katagpu.message.Text;
import org.katagpu.setup.ChecksumQuestion;
import org.katagpu.setup.Finding;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.browse.WantedPath;
import org.katagpu.setup.network.ContainerNetwork;
import org.katagpu.setup.network.NetworkChoice;
import org.katagpu.setup.network.NetworkPart;
import org.katagpu.setup.network.NetworkPart.Way;
import org.katagpu.ui.browse.BrowseButton;
import org.katagpu.ui.control.ChecksumConfirm;
import org.katagpu.ui.control.SettingField;
import org.katagpu.ui.control.SettingField.Setting;
import org.katagpu.ui.control.SettingField.Taken;
import org.katagpu.ui.control.Views;
import org.katagpu.ui.frame.Acts;
import org.katagpu.ui.frame.Page;
import org.katagpu.ui.stage.StageModel;
import org.katagpu.ui.stage.StagePanel;

/** Draws {@link NetworkModel} and the network stage. */
public final class NetworkController implements Page {
    /** Findings that the settings of the programs can mend. */
    private static final Set<String> OF_PARTS = Set.of("network.no_plugins", "network.no_cnitool",
            "network.plugin_unfit", "network.no_source", "network.no_file", "network.no_go", "network.not_fetched",
            "network.checksum", "network.no_archive", "network.not_built");

    private final NetworkModel model;
    private final StageModel stageModel;
    private final Messages words;
    private final StagePanel panel;
    private final NetworkDrawing drawn;
    private final DetailsView details;
    private final List<Runnable> shows = new ArrayList<>();
    private final Parent view;
    private Subscription subscriptions = Subscription.EMPTY;
    @FXML
    private VBox form;
    @FXML
    private CheckBox masquerade;
    @FXML
    private CheckBox hairpin;
    @FXML
    private CheckBox openForward;
    @FXML
    private TitledPane partsPane;
    @FXML
    private VBox parts;
    @FXML
    private VBox place;
    @FXML
    private Label state;
    @FXML
    private ToggleButton show;
    @FXML
    private Button reset;
    @FXML
    private VBox drawing;
    @FXML
    private VBox stage;
    @FXML
    private HBox offers;

    public NetworkController(NetworkModel model, StageModel stageModel, Messages words) {
        this.model = model;
        this.stageModel = stageModel;
        this.words = words;
        this.panel = new StagePanel(stageModel, words, this::answer);
        this.drawn = new NetworkDrawing(words);
        this.details = new DetailsView(words);
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
        field(form, "network.name", NetworkChoice::name, NetworkChoice::withName);
        field(form, "network.bridge", NetworkChoice::bridge, NetworkChoice::withBridge);
        subnet();
        check(masquerade, NetworkChoice::masquerade, NetworkChoice::withMasquerade);
        check(hairpin, NetworkChoice::hairpin, NetworkChoice::withHairpin);
        check(openForward, NetworkChoice::openForward, NetworkChoice::withOpenForward);
        field(place, "network.folder", NetworkChoice::folder, NetworkChoice::withFolder);
        part(new PartView.Place("plugins", List.of(Way.PRESENT, Way.DOWNLOAD, Way.FILE), model::plugins,
                NetworkChoice::plugins, choice -> choice::withPlugins));
        part(new PartView.Place("cnitool", List.of(Way.PRESENT, Way.BUILD, Way.FILE), () -> NetworkPart.CNITOOL,
                NetworkChoice::cnitool, choice -> choice::withCnitool));
        drawing.getChildren().setAll(drawn, details);
        show.setOnAction(event -> {
            details(show.isSelected());
            model.look();
        });
        details(false);
        reset.setOnAction(event -> model.reset());
        stage.getChildren().setAll(panel.body());
        subscriptions = Subscription.combine(model.choiceProperty().subscribe(choice -> shows.forEach(Runnable::run)),
                model.networkProperty().subscribe(this::show), model.choiceProperty().subscribe(this::draw),
                stageModel.viewProperty().subscribe(this::show),
                stageModel.busyProperty().subscribe(busy -> reset.setDisable(busy || !model.canReset())));
    }

    private void subnet() {
        SettingField field = new SettingField(words, stageModel.drafts(), setting("network.subnet",
                model::againstSubnet, text -> model.change(choice -> choice.withSubnet(text))));
        shows.add(() -> field.show(model.choiceProperty().get().subnet()));
        shows.add(() -> field.prompt(model.networkProperty().get().map(ContainerNetwork::subnet).orElse("")));
        form.getChildren().add(field);
    }

    private void field(VBox to, String key, Function<NetworkChoice, String> read,
            BiFunction<NetworkChoice, String, NetworkChoice> write) {
        SettingField field = new SettingField(words, stageModel.drafts(), setting(key,
                Setting.unless(text -> model.allows(choice -> write.apply(choice, text)),
                        Text.of("network.wrong." + key.substring(key.indexOf('.') + 1))),
                text -> model.change(choice -> write.apply(choice, text))));
        shows.add(() -> field.show(read.apply(model.choiceProperty().get())));
        if (key.equals("network.folder")) {
            field.beside(new BrowseButton(words, Text.of(key), new BrowseButton.Of(WantedPath.CNI_FOLDER,
                    stageModel::host, List::of), field::typedText, field::enter));
        }
        to.getChildren().add(field);
    }

    /** @param key of its name, with {@code .hint} its sentence */
    static Setting setting(String key, Function<String, Optional<Text>> against, Consumer<String> take) {
        return new Setting(key.replace('.', '-'), Text.of(key), Optional.of(Text.of(key + ".hint")), against, take,
                Taken.WHEN_LEFT);
    }

    private void check(CheckBox box, Function<NetworkChoice, Boolean> read,
            BiFunction<NetworkChoice, Boolean, NetworkChoice> write) {
        box.setOnAction(event -> model.change(choice -> write.apply(choice, box.isSelected())));
        shows.add(() -> box.setSelected(read.apply(model.choiceProperty().get())));
    }

    private void part(PartView.Place where) {
        PartView part = new PartView(words, model, stageModel, where);
        shows.add(() -> part.show(model.choiceProperty().get()));
        parts.getChildren().add(part);
    }

    private void details(boolean visible) {
        details.setVisible(visible);
        details.setManaged(visible);
    }

    private void draw(NetworkChoice choice) {
        drawn.show(choice, model.networkProperty().get(), model.wayOut());
    }

    private void show(Optional<ContainerNetwork> found) {
        shows.forEach(Runnable::run);
        draw(model.choiceProperty().get());
        details.show(found);
        state.setText(found.map(this::stateOf).orElseGet(() -> words.get("network.state.unknown")));
        reset.setDisable(stageModel.busyProperty().get() || !model.canReset());
    }

    private String stateOf(ContainerNetwork now) {
        if (!now.users().isEmpty()) {
            return words.get("network.state.used", now.users());
        }
        return words.get(now.present() ? "network.state.present" : "network.state.absent");
    }

    private void show(StageModel.View now) {
        offers.getChildren().clear();
        if (now instanceof StageModel.View.Known(StageReport report, var _)) {
            Set<String> failed = report.findings().stream()
                    .filter(finding -> finding.status() == Finding.Status.FAIL).map(Finding::id)
                    .collect(Collectors.toSet());
            if (failed.stream().anyMatch(OF_PARTS::contains)) {
                partsPane.setExpanded(true);
            }
            offer(failed, "network.no_plugins", "network.offer.plugins",
                    choice -> choice.withPlugins(model.plugins()));
            offer(failed, "network.no_cnitool", "network.offer.cnitool",
                    choice -> choice.withCnitool(NetworkPart.CNITOOL));
        }
        reset.setDisable(stageModel.busyProperty().get() || !model.canReset());
    }

    /** A checksum that was shown is confirmed with one press, never by itself. */
    private Optional<Node> answer(StageReport report, Finding asked) {
        return model.unconfirmed(report, asked).flatMap(found -> ChecksumQuestion.of(report, asked)
                .map(question -> new ChecksumConfirm(words, question, sum -> model.confirm(found))));
    }

    /** What is missing can be had with one press, where the admin names nothing of his own. */
    private void offer(Set<String> failed, String finding, String key, UnaryOperator<NetworkChoice> edit) {
        if (failed.contains(finding)) {
            Button offer = new Button(words.get(key));
            offer.setId(key.replace('.', '-'));
            offer.setMinWidth(Region.USE_PREF_SIZE);
            offer.setOnAction(event -> model.change(edit));
            offers.getChildren().add(offer);
        }
    }

    @Override
    public void dispose() {
        subscriptions.unsubscribe();
        panel.dispose();
    }
}
