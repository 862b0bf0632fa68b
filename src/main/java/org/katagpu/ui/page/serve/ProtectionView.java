package org.katagpu.ui.page.serve;

import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.katagpu.message.Messages;
import org.katagpu.setup.serve.Proof;
import org.katagpu.setup.serve.ProofLink;
import org.katagpu.setup.serve.ServeChoice;
import org.katagpu.setup.serve.ServeEndpoint;
import org.katagpu.setup.serve.TlsChoice;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** What is protected and how that is known; what is not is said as plainly. */
final class ProtectionView {
    private final VBox box;
    private final Messages words;

    ProtectionView(VBox box, Messages words) {
        this.box = box;
        this.words = words;
    }

    void show(ContainerStatus standing, ServeChoice choice) {
        box.getChildren().setAll(machine(standing.proof().at(ProofLink.VM).state()),
                row(Feather.ALERT_TRIANGLE, "finding-warn", "serve.page.truth.gpu"),
                transport(standing, choice.tls()),
                choice.askKey()
                        ? row(Feather.KEY, "finding-pass", "serve.page.truth.key")
                        : row(Feather.ALERT_TRIANGLE, "finding-warn", "serve.page.truth.no-key"));
    }

    /** Of an automatic choice the running server tells. */
    private HBox transport(ContainerStatus standing, TlsChoice tls) {
        if (tls == TlsChoice.AUTOMATIC && standing.endpoint().isEmpty()) {
            return row(Feather.HELP_CIRCLE, "finding-unknown", "serve.page.truth.tls-open");
        }
        boolean encrypted = tls == TlsChoice.AUTOMATIC
                ? standing.endpoint().flatMap(ServeEndpoint::certificate).isPresent()
                : tls == TlsChoice.ON;
        return encrypted
                ? row(Feather.LOCK, "finding-pass", "serve.page.truth.tls")
                : row(Feather.ALERT_TRIANGLE, "finding-warn", "serve.page.truth.no-tls");
    }

    private HBox machine(Proof.State state) {
        return switch (state) {
            case PROVED -> row(Feather.SHIELD, "finding-pass", "serve.page.truth.vm");
            case UNPROVED, FAILED -> row(Feather.X_CIRCLE, "finding-fail", "serve.page.truth.no-vm");
            case WAITING, RUNNING, VOID -> row(Feather.HELP_CIRCLE, "finding-unknown", "serve.page.truth.vm-waiting");
        };
    }

    private HBox row(Feather icon, String look, String key) {
        Label text = new Label(words.get(key));
        text.setWrapText(true);
        text.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(text, Priority.ALWAYS);
        HBox row = new HBox(8, new Label("", new FontIcon(icon)), text);
        row.getStyleClass().add(look);
        row.setId(key.substring(key.lastIndexOf('.') + 1) + "-truth");
        return row;
    }
}
