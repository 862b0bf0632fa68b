package org.katagpu.ui.page.connect;

import java.io.File;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import javafx.util.StringConverter;
import javafx.util.Subscription;

import org.controlsfx.control.textfield.AutoCompletionBinding;
import org.controlsfx.control.textfield.TextFields;
import org.katagpu.message.Messages;
import org.katagpu.message.Text;
import org.katagpu.remote.Target;
import org.katagpu.ui.control.FieldPlace;
import org.katagpu.ui.control.FormDrafts;
import org.katagpu.ui.control.FormReason;
import org.katagpu.ui.control.SecretField;
import org.katagpu.ui.control.SettingField;
import org.katagpu.ui.control.SettingField.Setting;
import org.katagpu.ui.control.SettingField.Taken;
import org.katagpu.ui.control.Views;
import org.katagpu.ui.frame.Page;

/** Draws {@link ConnectModel}. */
public final class ConnectController implements Page {
    private final ConnectModel model;
    private final Messages words;
    private final Parent view;
    private Subscription subscriptions = Subscription.EMPTY;
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
        this.view = new Views(words).load(this);
    }

    @Override
    public Parent view() {
        return view;
    }

    @FXML
    private void initialize() {
        checked();
        fill(model.formProperty().get());
        connect.setOnAction(event -> connect());
        password.setOnAction(event -> connect());
        browse.setOnAction(event -> browse());
        persona.setConverter(inWords());
        persona.getItems().setAll(model.practiceChoices());
        persona.valueProperty().subscribe(choice -> personaAbout
                .setText(Optional.ofNullable(choice).map(chosen -> words.get(chosen.about())).orElse("")));
        persona.getSelectionModel().selectFirst();
        practise.setOnAction(event -> model.connectPractice(persona.getValue()));
        host.getEditor().focusedProperty().subscribe(focused -> {
            if (!focused) {
                spread();
                model.look(host.getEditor().getText());
            }
        });
        AutoCompletionBinding<String> completion = TextFields.bindAutoCompletion(host.getEditor(),
                typed -> host.getItems().stream().filter(name -> name.contains(typed.getUserText())).toList());
        ConnectedCard card = new ConnectedCard(tied, model, words);
        subscriptions = subscriptions
                .and(Subscription.combine(completion::dispose, model.stateProperty().subscribe(this::show),
                        model.tiedProperty().subscribe(card::show), model.linkProperty().subscribe(card::link),
                        model.knownProperty().subscribe(this::list), model.warningsProperty().subscribe(this::warn)));
    }

    /** Each field says what it takes while something else stands in it; nothing is connected to meanwhile. */
    private void checked() {
        FormDrafts drafts = model.drafts();
        FieldPlace.take(host, () -> new SettingField(words, drafts, setting("host", "host", ConnectRules::host), host));
        List.of(setting("port", "port", ConnectRules::port), setting("user", "user", ConnectRules::user),
                setting("keyFile", "key", ConnectRules::key), setting("jump", "jump", ConnectRules::jump))
                .forEach(one -> {
                    TextField field = switch (one.id()) {
                        case "port" -> port;
                        case "user" -> user;
                        case "keyFile" -> keyFile;
                        default -> jump;
                    };
                    FieldPlace.take(field, () -> new SettingField(words, drafts, one, field));
                });
        FormReason reason = new FormReason(words, drafts, connect,
                model.stateProperty().map(ConnectState::busy));
        form.getChildren().add(reason);
        subscriptions = subscriptions.and(reason::dispose);
    }

    private static Setting setting(String id, String key, Function<String, Optional<Text>> against) {
        return new Setting(id, Text.of("connect." + key), Optional.empty(), against, text -> {}, Taken.AT_ONCE);
    }

    @Override
    public void shown() {
        model.refresh();
    }

    @Override
    public void dispose() {
        model.formProperty().set(typed());
        subscriptions.unsubscribe();
    }

    private ConnectForm typed() {
        return new ConnectForm(host.getEditor().getText(), port.getText(), user.getText(), keyFile.getText(),
                jump.getText(), agent.isSelected());
    }

    private void fill(ConnectForm values) {
        host.getEditor().setText(values.host());
        port.setText(values.port());
        user.setText(values.user());
        keyFile.setText(values.keyFile());
        jump.setText(values.jump());
        agent.setSelected(values.useAgent());
        if (!values.port().isBlank() || !values.user().isBlank() || !values.keyFile().isBlank()
                || !values.jump().isBlank() || !values.useAgent()) {
            more.setExpanded(true);
        }
    }

    /** What was typed for the host is told apart where it can be seen. */
    private void spread() {
        ConnectForm typed = typed();
        ConnectForm spread = typed.spread();
        if (!spread.equals(typed)) {
            fill(spread);
            more.setExpanded(true);
        }
    }

    private void connect() {
        if (model.drafts().firstProperty().get().isPresent()) {
            return;
        }
        model.formProperty().set(typed());
        model.connect(password.take());
        fill(model.formProperty().get());
    }

    private void browse() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(words.get("connect.key"));
        File home = new File(System.getProperty("user.home"), ".ssh");
        if (home.isDirectory()) {
            chooser.setInitialDirectory(home);
        }
        Optional.ofNullable(chooser.showOpenDialog(view.getScene().getWindow()))
                .ifPresent(file -> keyFile.setText(file.getPath()));
    }

    private void list(ConnectModel.Known known) {
        String text = host.getEditor().getText();
        host.getItems().setAll(known.aliases());
        host.getEditor().setText(text);
        if (known.recent().isEmpty()) {
            Label none = new Label(words.get("connect.recent.none"));
            none.getStyleClass().add("hint");
            none.setWrapText(true);
            recent.getChildren().setAll(none);
        } else {
            recent.getChildren().setAll(known.recent().stream().map(this::link).toList());
        }
    }

    private Node link(Target target) {
        Hyperlink link = new Hyperlink(target.alias().filter(alias -> !alias.equals(target.address()))
                .map(alias -> alias + "  (" + target.label() + ")").orElse(target.label()));
        link.setOnAction(event -> {
            fill(ConnectForm.of(target));
            password.requestFocus();
        });
        return link;
    }

    private void warn(List<Text> warnings) {
        new LeftOutView(words, "connect.left-out", warnings).fill(passedOver);
    }

    private void show(ConnectState state) {
        form.setDisable(state.busy());
        practise.setDisable(state.busy());
        below.getChildren().setAll(new ConnectStateView(model, words).draw(state));
        below.setVisible(!below.getChildren().isEmpty());
        below.setManaged(below.isVisible());
    }

    private StringConverter<PracticeHosts.Choice> inWords() {
        return new StringConverter<>() {
            @Override
            public String toString(PracticeHosts.Choice choice) {
                return choice == null ? "" : words.get(choice.name());
            }

            @Override
            public PracticeHosts.Choice fromString(String text) {
                throw new UnsupportedOperationException("the list is not editable");
            }
        };
    }
}
