package org.katagpu.ui.page.serve;

import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;
import org.katagpu.message.Messages;
import org.katagpu.setup.serve.ModelSource;
import org.katagpu.ui.evidence.EvidenceModel;
import org.katagpu.ui.evidence.RungsView;
import org.katagpu.ui.evidence.SaveReport;
import org.katagpu.ui.frame.FxmlPage;
import org.katagpu.ui.frame.PageView;
import org.katagpu.ui.stage.StageModel;
import org.katagpu.ui.stage.StagePanel;

/** Draws {@link ServeModel} and the serve stage. */
public final class ModelController implements FxmlPage {
    private final ServeModel model;
    private final EvidenceModel evidence;
    private final StageModel serve;
    private final Messages words;
    private final StagePanel panel;
    private final ServeForm form;
    private final PageView page;
    @FXML
    private ComboBox<ModelSource> source;
    @FXML
    private Label sourceName;
    @FXML
    private Label sourceHint;
    @FXML
    private VBox name;
    @FXML
    private VBox mirror;
    @FXML
    private VBox tokenPlace;
    @FXML
    private GridPane numbers;
    @FXML
    private VBox advice;
    @FXML
    private CheckBox askKey;
    @FXML
    private CheckBox tls;
    @FXML
    private Label tlsHint;
    @FXML
    private CheckBox trust;
    @FXML
    private Label trustWarning;
    @FXML
    private VBox advanced;
    @FXML
    private VBox endpoint;
    @FXML
    private VBox proof;
    @FXML
    private VBox rungs;
    @FXML
    private Button restart;
    @FXML
    private VBox figures;
    @FXML
    private VBox truth;
    @FXML
    private VBox stage;

    public ModelController(ServeModel model, EvidenceModel evidence, StageModel serve, Messages words) {
        this.model = model;
        this.evidence = evidence;
        this.serve = serve;
        this.words = words;
        this.panel = new StagePanel(serve, words);
        this.form = new ServeForm(model, serve, words);
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
        sourceName.setLabelFor(source);
        form.source(source, sourceHint, tokenPlace);
        form.names(name, mirror);
        form.numbers(numbers);
        form.advanced(advanced);
        form.key(askKey);
        form.tls(tls, tlsHint);
        form.trust(trust, trustWarning);
        AdviceView advised = new AdviceView(advice, words);
        ProofView chain = new ProofView(proof, model, words);
        EndpointView answers = new EndpointView(endpoint, model, words);
        FiguresView live = new FiguresView(figures, words);
        RungsView machine = new RungsView(rungs, evidence, words,
                new SaveReport(evidence, () -> page.root().getScene())::save);
        ProtectionView honest = new ProtectionView(truth, words);
        restart.setOnAction(event -> model.restart());
        stage.getChildren().setAll(panel.body());
        page.keep(evidence.takenProperty().subscribe(now -> machine.show()),
                evidence.busyProperty().subscribe(now -> machine.show()),
                evidence.problemProperty().subscribe(now -> machine.show()),
                model.choiceProperty().subscribe(choice -> {
                    form.show(choice);
                    honest.show(model.standingProperty().get(), choice);
                }),
                model.adviceProperty().subscribe(advised::show),
                model.standingProperty().subscribe(standing -> {
                    show(standing, chain);
                    honest.show(standing, model.choiceProperty().get());
                }),
                serve.viewProperty().subscribe(now -> show(model.standingProperty().get(), chain)),
                model.endpointProperty()
                        .subscribe(now -> answers.show(now, model.served().problemProperty().get())),
                model.served().problemProperty()
                        .subscribe(why -> answers.show(model.endpointProperty().get(), why)),
                model.figures().sampleProperty()
                        .subscribe(now -> live.show(now, model.figures().problemProperty().get())),
                model.figures().problemProperty()
                        .subscribe(why -> live.show(model.figures().sampleProperty().get(), why)),
                form::dispose, panel::dispose);
    }

    private void show(ContainerStatus standing, ProofView chain) {
        chain.show(standing);
        restart.setVisible(standing.running());
        restart.setDisable(!model.canChange() || !serve.canApplyProperty().get());
    }
}
