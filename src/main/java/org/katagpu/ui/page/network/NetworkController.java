package org.katagpu.ui.page.network;

import java.util.Optional;

import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TitledPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import org.katagpu.message.Messages;
import org.katagpu.setup.ChecksumQuestion;
import org.katagpu.setup.Finding;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.network.ContainerNetwork;
import org.katagpu.setup.network.NetworkChoice;
import org.katagpu.ui.control.ChecksumConfirm;
import org.katagpu.ui.frame.FxmlPage;
import org.katagpu.ui.frame.PageView;
import org.katagpu.ui.stage.StageModel;
import org.katagpu.ui.stage.StagePanel;

/** Draws {@link NetworkModel} and the network stage. */
public final class NetworkController implements FxmlPage {
    private final NetworkModel model;
    private final StageModel stageModel;
    private final Messages words;
    private final StagePanel panel;
    private final NetworkForm settings;
    private final NetworkDrawing drawn;
    private final DetailsView details;
    private final PageView page;
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
        this.settings = new NetworkForm(model, stageModel, words);
        this.drawn = new NetworkDrawing(words);
        this.details = new DetailsView(words);
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
        settings.addresses(form);
        settings.rules(masquerade, hairpin, openForward);
        settings.folder(place);
        settings.programs(parts);
        drawing.getChildren().setAll(drawn, details);
        show.setOnAction(event -> {
            details(show.isSelected());
            model.look();
        });
        details(false);
        reset.setOnAction(event -> model.reset());
        stage.getChildren().setAll(panel.body());
        NetworkOffers offered = new NetworkOffers(offers, partsPane, model, words);
        page.keep(model.choiceProperty().subscribe(settings::show), model.networkProperty().subscribe(this::show),
                model.choiceProperty().subscribe(this::draw), stageModel.viewProperty().subscribe(now -> {
                    offered.show(now);
                    resettable();
                }), stageModel.busyProperty().subscribe(busy -> resettable()), settings::dispose, panel::dispose);
    }

    private void resettable() {
        reset.setDisable(stageModel.busyProperty().get() || !model.canReset());
    }

    private void details(boolean visible) {
        details.setVisible(visible);
        details.setManaged(visible);
    }

    private void draw(NetworkChoice choice) {
        drawn.show(choice, model.networkProperty().get(), model.wayOut());
    }

    private void show(Optional<ContainerNetwork> found) {
        settings.show(model.choiceProperty().get());
        draw(model.choiceProperty().get());
        details.show(found);
        state.setText(found.map(this::stateOf).orElseGet(() -> words.get("network.state.unknown")));
        resettable();
    }

    private String stateOf(ContainerNetwork now) {
        if (!now.users().isEmpty()) {
            return words.get("network.state.used", now.users());
        }
        return words.get(now.present() ? "network.state.present" : "network.state.absent");
    }

    /** A checksum that was shown is confirmed with one press, never by itself. */
    private Optional<Node> answer(StageReport report, Finding asked) {
        return model.unconfirmed(report, asked).flatMap(found -> ChecksumQuestion.of(report, asked)
                .map(question -> new ChecksumConfirm(words, question, sum -> model.confirm(found))));
    }
}
