package org.katagpu.ui.page.chat;

import java.io.File;
import java.util.Optional;
import java.util.function.Function;

import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import javafx.util.Subscription;

import org.jspecify.annotations.Nullable;
import org.katagpu.chat.Endpoint;
import org.katagpu.message.Messages;
import org.katagpu.message.Problem;
import org.katagpu.message.Text;
import org.katagpu.ui.chat.ChatPanel;
import org.katagpu.ui.chat.ExportFiles;
import org.katagpu.ui.chat.model.ChatModel;
import org.katagpu.ui.chat.model.ServerForm;
import org.katagpu.ui.control.FieldPlace;
import org.katagpu.ui.control.FormDrafts;
import org.katagpu.ui.control.FormReason;
import org.katagpu.ui.control.ProblemView;
import org.katagpu.ui.control.SecretCheck;
import org.katagpu.ui.control.SecretField;
import org.katagpu.ui.control.SettingField;
import org.katagpu.ui.control.SettingField.Setting;
import org.katagpu.ui.control.SettingField.Taken;
import org.katagpu.ui.control.Views;
import org.katagpu.ui.frame.Page;

/** Draws the chat panel where there is a model to talk to, else the ways to one. */
public final class ChatController implements Page {
    private final ChatModel model;
    private final Runnable openModelPage;
    private final Messages words;
    private final Parent view;
    private @Nullable ChatPanel panel;
    private Subscription subscriptions = Subscription.EMPTY;
    @FXML
    private StackPane front;
    @FXML
    private ScrollPane noModel;
    @FXML
    private Button modelPage;
    @FXML
    private VBox offered;
    @FXML
    private Label offeredServer;
    @FXML
    private Button takeOffered;
    @FXML
    private VBox none;
    @FXML
    private TextField address;
    @FXML
    private TextField port;
    @FXML
    private SecretField key;
    @FXML
    private TextField fingerprint;
    @FXML
    private Button connect;
    @FXML
    private Button cancel;
    @FXML
    private ProgressIndicator trying;
    @FXML
    private VBox problem;
    @FXML
    private HBox acts;

    /** @param openModelPage brings the Model page to the front */
    public ChatController(ChatModel model, Runnable openModelPage, Messages words) {
        this.model = model;
        this.openModelPage = openModelPage;
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
        fill(model.server().formProperty().get());
        modelPage.setOnAction(_ -> openModelPage.run());
        takeOffered.setOnAction(_ -> model.server().takeOffered());
        connect.setOnAction(_ -> connect());
        key.setOnAction(_ -> connect());
        cancel.setOnAction(_ -> model.server().cancel());
        subscriptions = Subscription.combine(subscriptions, model.server().endpointProperty().subscribe(this::show),
                model.server().offeredProperty().subscribe(this::showOffered),
                model.server().tryingProperty().subscribe(this::showTrying),
                model.server().problemProperty().subscribe(this::showProblem));
    }

    @Override
    public void shown() {
        ChatPanel now = panel;
        if (now != null) {
            now.focus();
        }
    }

    /** Each field says what it takes while something else stands in it; no server is asked meanwhile. */
    private void checked() {
        FormDrafts drafts = model.server().drafts();
        FieldPlace.take(address, () -> new SettingField(words, drafts,
                setting("address", ServerForm::againstAddress), address));
        FieldPlace.take(port, () -> new SettingField(words, drafts, setting("port", ServerForm::againstPort), port));
        FieldPlace.take(fingerprint, () -> new SettingField(words, drafts,
                setting("fingerprint", ServerForm::againstFingerprint), fingerprint));
        FieldPlace.take(key, () -> new VBox(3, key, new SecretCheck(words, drafts, key, Text.of("chatpanel.key"),
                Text.of("chatpanel.field.key.wrong"), ServerForm::isKey)));
        FormReason reason = new FormReason(words, drafts, connect, model.server().tryingProperty());
        acts.getChildren().add(reason);
        subscriptions = subscriptions.and(reason::dispose);
    }

    private static Setting setting(String field, Function<String, Optional<Text>> against) {
        return new Setting("chat-" + field, Text.of("chatpanel." + field), Optional.empty(), against, text -> {},
                Taken.AT_ONCE);
    }

    private void connect() {
        if (model.server().drafts().firstProperty().get().isPresent()) {
            return;
        }
        model.server().formProperty().set(typed());
        model.server().connect(key.take());
    }

    private ServerForm typed() {
        return new ServerForm(address.getText(), port.getText(), fingerprint.getText());
    }

    private void fill(ServerForm form) {
        address.setText(form.address());
        port.setText(form.port());
        fingerprint.setText(form.fingerprint());
    }

    private void show(Optional<Endpoint> endpoint) {
        noModel.setVisible(endpoint.isEmpty());
        if (endpoint.isEmpty()) {
            drop();
        } else if (panel == null) {
            ChatPanel fresh = new ChatPanel(model, words, chooser());
            panel = fresh;
            front.getChildren().add(fresh);
            fresh.focus();
        }
    }

    private void drop() {
        ChatPanel old = panel;
        if (old != null) {
            front.getChildren().remove(old);
            old.dispose();
            panel = null;
        }
    }

    private void showOffered(Optional<Endpoint> proved) {
        turn(offered, proved.isPresent());
        turn(none, proved.isEmpty());
        offeredServer.setText(proved.map(to -> words.get("chatpanel.offered", to.model(), to.url())).orElse(""));
    }

    private void showTrying(boolean on) {
        cancel.setVisible(on);
        trying.setVisible(on);
    }

    private void showProblem(Optional<Problem> why) {
        problem.getChildren().clear();
        why.ifPresent(shown -> problem.getChildren().add(new ProblemView(words, shown)));
    }

    private static void turn(VBox box, boolean on) {
        box.setVisible(on);
        box.setManaged(on);
    }

    private ExportFiles chooser() {
        return suggested -> {
            FileChooser chooser = new FileChooser();
            chooser.setInitialFileName(suggested);
            File chosen = chooser.showSaveDialog(view.getScene().getWindow());
            return Optional.ofNullable(chosen).map(File::toPath);
        };
    }

    @Override
    public void dispose() {
        model.server().formProperty().set(typed());
        drop();
        subscriptions.unsubscribe();
    }
}
