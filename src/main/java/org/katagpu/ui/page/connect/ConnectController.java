package org.katagpu.ui.page.connect;

import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import org.controlsfx.control.textfield.AutoCompletionBinding;
import org.controlsfx.control.textfield.TextFields;
import org.katagpu.message.Messages;
import org.katagpu.ui.control.FormReason;
import org.katagpu.ui.control.SecretField;
import org.katagpu.ui.frame.FxmlPage;
import org.katagpu.ui.frame.PageView;

/** Draws {@link ConnectModel}. */
public final class ConnectController implements FxmlPage {
    private final ConnectModel model;
    private final Messages words;
    private final PageView page;
    @FXML
    private HBox tied;
    @FXML
    private TitledPane more;
    @FXML
    private VBox form;
    @FXML
    private ComboBox<String> host;
    @FXML
    private TextField port;
    @FXML
    private TextField user;
    @FXML
    private SecretField password;
    @FXML
    private TextField keyFile;
    @FXML
    private Button browse;
    @FXML
    private CheckBox agent;
    @FXML
    private TextField jump;
    @FXML
    private Button connect;
    @FXML
    private VBox below;
    @FXML
    private VBox passedOver;
    @FXML
    private VBox recent;
    @FXML
    private ComboBox<PracticeHosts.Choice> persona;
    @FXML
    private Label personaAbout;
    @FXML
    private Button practise;

    public ConnectController(ConnectModel model, Messages words) {
        this.model = model;
        this.words = words;
        this.page = new PageView(words);
        page.load(this);
    }

    @Override
    public PageView page() {
        return page;
    }

    @Override
    public void shown() {
        model.refresh();
    }

    @FXML
    private void initialize() {
        ConnectFields fields = new ConnectFields(host, port, user, keyFile, jump, agent, more);
        fields.check(words, model.drafts());
        FormReason reason = new FormReason(words, model.drafts(), connect,
                model.stateProperty().map(ConnectState::busy));
        form.getChildren().add(reason);
        fields.fill(model.formProperty().get());
        connect.setOnAction(event -> connect(fields));
        password.setOnAction(event -> connect(fields));
        browse.setOnAction(event -> new KeyFileChooser(words).ask(page.root().getScene().getWindow())
                .ifPresent(keyFile::setText));
        PersonaChoice practised = new PersonaChoice(persona, personaAbout, model.practiceChoices(), words);
        practise.setOnAction(event -> model.connectPractice(practised.chosen()));
        host.getEditor().focusedProperty().subscribe(focused -> {
            if (!focused) {
                fields.spread();
                model.look(fields.typedHost());
            }
        });
        AutoCompletionBinding<String> completion = TextFields.bindAutoCompletion(host.getEditor(),
                typed -> host.getItems().stream().filter(name -> name.contains(typed.getUserText())).toList());
        RecentHosts hosts = new RecentHosts(recent, words, target -> {
            fields.fill(ConnectForm.of(target));
            password.requestFocus();
        });
        ConnectedCard card = new ConnectedCard(tied, model, words);
        page.keep(() -> model.formProperty().set(fields.typed()), reason::dispose, completion::dispose,
                model.stateProperty().subscribe(this::show), model.tiedProperty().subscribe(card::show),
                model.linkProperty().subscribe(card::link), model.knownProperty().subscribe(known -> {
                    fields.offer(known.aliases());
                    hosts.show(known.recent());
                }), model.warningsProperty()
                        .subscribe(warnings -> new LeftOutView(words, "connect.left-out", warnings).fill(passedOver)));
    }

    private void connect(ConnectFields fields) {
        if (model.drafts().firstProperty().get().isPresent()) {
            return;
        }
        model.formProperty().set(fields.typed());
        model.connect(password.take());
        fields.fill(model.formProperty().get());
    }

    private void show(ConnectState state) {
        form.setDisable(state.busy());
        practise.setDisable(state.busy());
        below.getChildren().setAll(new ConnectStateView(model, words).draw(state));
        below.setVisible(!below.getChildren().isEmpty());
        below.setManaged(below.isVisible());
    }
}
