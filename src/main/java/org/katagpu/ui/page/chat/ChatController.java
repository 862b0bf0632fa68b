package org.katagpu.ui.page.chat;

import java.util.Optional;

import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.katagpu.chat.Endpoint;
import org.katagpu.message.Messages;
import org.katagpu.ui.chat.ChatPanel;
import org.katagpu.ui.chat.model.ChatModel;
import org.katagpu.ui.chat.model.ServerModel;
import org.katagpu.ui.control.FormReason;
import org.katagpu.ui.control.ProblemView;
import org.katagpu.ui.control.SecretField;
import org.katagpu.ui.frame.FxmlPage;
import org.katagpu.ui.frame.PageView;

/** Draws the chat panel where there is a model to talk to, else the ways to one. */
public final class ChatController implements FxmlPage {
    private final ChatModel model;
    private final Runnable openModelPage;
    private final Messages words;
    private final PageView page;
    private PanelPlace panel;
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
        this.page = new PageView(words);
        page.load(this);
    }

    @Override
    public PageView page() {
        return page;
    }

    @Override
    public void shown() {
        panel.focus();
    }

    @FXML
    private void initialize() {
        ServerModel server = model.server();
        ServerFields fields = new ServerFields(address, port, fingerprint, key);
        fields.check(words, server.drafts());
        FormReason reason = new FormReason(words, server.drafts(), connect, server.tryingProperty());
        acts.getChildren().add(reason);
        fields.fill(server.formProperty().get());
        modelPage.setOnAction(_ -> openModelPage.run());
        takeOffered.setOnAction(_ -> server.takeOffered());
        connect.setOnAction(_ -> connect(fields));
        key.setOnAction(_ -> connect(fields));
        cancel.setOnAction(_ -> server.cancel());
        panel = new PanelPlace(front,
                () -> new ChatPanel(model, words, new ExportChooser(() -> page.root().getScene().getWindow())));
        page.keep(() -> server.formProperty().set(fields.typed()), panel::drop, reason::dispose,
                server.endpointProperty().subscribe(endpoint -> {
                    noModel.setVisible(endpoint.isEmpty());
                    panel.show(endpoint.isPresent());
                }), server.offeredProperty().subscribe(this::showOffered),
                server.tryingProperty().subscribe(this::showTrying),
                server.problemProperty().subscribe(why -> ProblemView.fill(problem, words, why)));
    }

    /** No server is asked while a field is wrong. */
    private void connect(ServerFields fields) {
        if (model.server().drafts().firstProperty().get().isEmpty()) {
            model.server().formProperty().set(fields.typed());
            model.server().connect(key.take());
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

    private static void turn(VBox box, boolean on) {
        box.setVisible(on);
        box.setManaged(on);
    }
}
