package org.katagpu.ui.page.network;

import java.util.Optional;

import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;

import org.katagpu.message.Messages;
import org.katagpu.setup.network.ContainerNetwork;

/** The network in figures, each of which can be copied. */
final class DetailsView extends GridPane {
    private final Messages words;

    DetailsView(Messages words) {
        this.words = words;
        setHgap(12);
        setVgap(4);
        ColumnConstraints values = new ColumnConstraints();
        values.setHgrow(Priority.ALWAYS);
        getColumnConstraints().setAll(new ColumnConstraints(), values);
        setId("network-details");
    }

    void show(Optional<ContainerNetwork> found) {
        getChildren().clear();
        found.ifPresent(now -> {
            row(0, "network.detail.namespace", now.namespace());
            row(1, "network.detail.address", now.address());
            row(2, "network.detail.gateway", now.gateway());
            row(3, "network.detail.ports", String.join(", ", now.ports()));
            row(4, "network.detail.leases", String.join(", ", now.leases()));
            row(5, "network.detail.users", now.users());
            row(6, "network.detail.folder", now.folder());
        });
    }

    private void row(int row, String key, String value) {
        Label name = new Label(words.get(key));
        name.getStyleClass().add("hint");
        TextField text = new TextField(value.isEmpty() ? words.get("network.detail.none") : value);
        text.setEditable(false);
        text.getStyleClass().addAll("mono", "plain-text");
        name.setLabelFor(text);
        addRow(row, name, text);
    }
}
