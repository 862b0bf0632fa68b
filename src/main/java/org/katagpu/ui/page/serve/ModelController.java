package org.katagpu.ui.page.serve;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import javafx.beans.value.ObservableValue;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Pane;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.katagpu.message.Messages;
import org.katagpu.message.Text;
import org.katagpu.setup.serve.ModelSource;
import org.katagpu.setup.serve.ServeChoice;
import org.katagpu.setup.serve.TlsChoice;
import org.katagpu.ui.control.ChoiceForm;
import org.katagpu.ui.control.SettingField;
import org.katagpu.ui.control.SettingField.Setting;
import org.katagpu.ui.control.SettingField.Taken;
import org.katagpu.ui.control.Views;
import org.katagpu.ui.evidence.EvidenceModel;
import org.katagpu.ui.evidence.RungsView;
import org.katagpu.ui.evidence.SaveReport;
import org.katagpu.ui.frame.Acts;
import org.katagpu.ui.frame.Page;
import org.katagpu.ui.stage.StageModel;
import org.katagpu.ui.stage.StagePanel;

/** Draws {@link ServeModel} and the serve stage. */
public final class ModelController implements Page {
    private final ServeModel model;
    private final EvidenceModel evidence;
    private final StageModel serve;
    private final Messages words;
    private final StagePanel panel;
    private final ServeFields fieldOf;
    private final ChoiceForm<ServeChoice> fields;
    private final TokenField token;
    private final Parent view;
    private Subscription subscriptions = Subscription.EMPTY;
    private @Nullable SettingField served;
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
        this.fields = new ChoiceForm<>(model::change);
        this.panel = new StagePanel(serve, words);
        this.fieldOf = new ServeFields(model, serve, words);
        this.token = new TokenField(words, model.tokens(), serve.drafts());
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
        form();
        tokenPlace.getChildren().setAll(token);
        AdviceView advised = new AdviceView(advice, words);
        ProofView chain = new ProofView(proof, model, words);
        EndpointView answers = new EndpointView(endpoint, model, words);
        FiguresView live = new FiguresView(figures, words);
        RungsView machine = new RungsView(rungs, evidence, words,
                new SaveReport(evidence, () -> view.getScene())::save);
        ProtectionView honest = new ProtectionView(truth, words);
        restart.setOnAction(event -> model.restart());
        stage.getChildren().setAll(panel.body());
        subscriptions = Subscription.combine(evidence.takenProperty().subscribe(now -> machine.show()),
                evidence.busyProperty().subscribe(now -> machine.show()),
                evidence.problemProperty().subscribe(now -> machine.show()),
                model.choiceProperty().subscribe(choice -> {
                    show(choice);
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
                        .subscribe(why -> live.show(model.figures().sampleProperty().get(), why)));
    }

    private void form() {
        sourceName.setLabelFor(source);
        fieldOf.offer(source);
        source.valueProperty().subscribe(this::source);
        field(name, FormParts.MODEL);
        field(mirror, FormParts.MIRROR);
        served = field(name, FormParts.SERVED);
        List.of(FormParts.SHARE, FormParts.LENGTH, FormParts.SPREAD, FormParts.PORT).forEach(this::number);
        List.of(FormParts.EXTRA, FormParts.RUNTIME, FormParts.CONTAINER).forEach(part -> field(advanced, part));
        tick(askKey, ServeChoice::withAskKey);
        tls.setOnAction(event -> model.change(choice -> choice.withTls(
                tls.isIndeterminate() ? TlsChoice.AUTOMATIC : TlsChoice.of(tls.isSelected()))));
        tick(trust, ServeChoice::withTrustRemoteCode);
    }

    /** Two in a row. */
    private void number(FormParts.Part part) {
        int before = numbers.getChildren().size();
        GridPane.setConstraints(field(numbers, part), before % 2, before / 2);
    }

    private SettingField field(Pane to, FormParts.Part part) {
        SettingField field = fieldOf.of(part);
        fields.text(field, choice -> part != FormParts.MIRROR || choice.source() == ModelSource.MIRROR, part.read());
        to.getChildren().add(field);
        return field;
    }

    private void tick(CheckBox box, BiFunction<ServeChoice, Boolean, ServeChoice> write) {
        box.setOnAction(event -> model.change(choice -> write.apply(choice, box.isSelected())));
    }

    private void source(@Nullable ModelSource chosen) {
        token.show(chosen == null ? ModelSource.LOCAL : chosen);
        if (chosen != null) {
            model.change(choice -> choice.withSource(chosen));
        }
    }

    private void show(ServeChoice choice) {
        source.setValue(choice.source());
        sourceHint.setText(words.get("serve.page.source." + choice.source().name().toLowerCase(Locale.ROOT)
                + ".hint"));
        mirror.setVisible(choice.source() == ModelSource.MIRROR);
        mirror.setManaged(mirror.isVisible());
        fields.show(choice);
        if (served != null) {
            served.prompt(choice.clientName());
        }
        askKey.setSelected(choice.askKey());
        tls.setIndeterminate(choice.tls() == TlsChoice.AUTOMATIC);
        tls.setSelected(choice.tls() == TlsChoice.ON);
        tlsHint.setText(words.get("serve.page.tls.hint." + choice.tls().name().toLowerCase(Locale.ROOT)));
        trust.setSelected(choice.trustRemoteCode());
        trustWarning.getStyleClass().removeAll("danger-text", "hint");
        trustWarning.getStyleClass().add(choice.trustRemoteCode() ? "danger-text" : "hint");
    }

    private void show(ContainerStatus standing, ProofView chain) {
        chain.show(standing);
        restart.setVisible(standing.running());
        restart.setDisable(!model.canChange() || !serve.canApplyProperty().get());
    }

    @Override
    public void dispose() {
        subscriptions.unsubscribe();
        fields.dispose();
        panel.dispose();
    }
}
