package org.katagpu.ui.page.connect;

import java.util.Optional;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.katagpu.message.Messages;
import org.katagpu.remote.LinkState;
import org.katagpu.ui.frame.Session;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The host the window is tied to: which, with what rights; let it go, or go on. */
final class ConnectedCard {
    private final HBox card;
    private final ConnectModel model;
    private final Messages words;
    private boolean up = true;

    ConnectedCard(HBox card, ConnectModel model, Messages words) {
        this.card = card;
        this.model = model;
        this.words = words;
    }

    void show(Optional<Session> tied) {
        card.setVisible(tied.isPresent());
        card.setManaged(tied.isPresent());
        tied.ifPresent(this::show);
    }

    /** Without a link nothing is claimed of being connected. */
    void link(Optional<LinkState> now) {
        boolean up = now.filter(state -> !(state instanceof LinkState.Up)).isEmpty();
        if (up != this.up) {
            this.up = up;
            show(model.tiedProperty().get());
        }
    }

    private void show(Session tied) {
        Label host = new Label(words.get(up ? "connect.connected" : "connect.link-lost", words.get(tied.called())),
                new FontIcon(up ? Feather.CHECK_CIRCLE : Feather.WIFI_OFF));
        card.getStyleClass().remove("tied");
        if (up) {
            card.getStyleClass().add("tied");
        }
        host.setId("connected-host");
        host.setWrapText(true);
        host.getStyleClass().add("section-title");
        Label rights = new Label(words.get(tied.practice() ? "frame.practice" : tied.rightsKey()));
        rights.setWrapText(true);
        rights.getStyleClass().add("hint");
        VBox told = new VBox(2, host, rights);
        HBox.setHgrow(told, Priority.ALWAYS);
        Button leave = new Button(words.get("frame.menu.disconnect"));
        leave.setId("disconnect");
        leave.setMinWidth(HBox.USE_PREF_SIZE);
        leave.setOnAction(event -> model.disconnect());
        Button on = new Button(words.get("frame.next", words.get("frame.page.host-check")));
        on.setId("go-on");
        on.setMinWidth(HBox.USE_PREF_SIZE);
        on.setOnAction(event -> model.goOn());
        card.getChildren().setAll(told, leave, on);
    }
}
