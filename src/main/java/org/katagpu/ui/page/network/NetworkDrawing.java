package org.katagpu.ui.page.network;

import java.util.Optional;

import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.katagpu.message.Messages;
import org.katagpu.setup.network.ContainerNetwork;
import org.katagpu.setup.network.NetworkChoice;

/**
 * The way from the container out, as three boxes: the namespace with the container's address, the bridge with the
 * gateway's, the host's own interface. What is not there yet is drawn with broken lines.
 */
final class NetworkDrawing extends HBox {
    private static final PseudoClass PRESENT = PseudoClass.getPseudoClass("present");

    private final Messages words;
    private final Box namespace = new Box();
    private final Box bridge = new Box();
    private final Box host = new Box();
    private final Wire inner = new Wire();
    private final Wire outer = new Wire();

    NetworkDrawing(Messages words) {
        this.words = words;
        getStyleClass().add("network-drawing");
        setAlignment(Pos.CENTER);
        getChildren().setAll(namespace, inner, bridge, outer, host);
    }

    void show(NetworkChoice choice, Optional<ContainerNetwork> found, Optional<String> wayOut) {
        boolean present = found.map(ContainerNetwork::present).orElse(false);
        namespace.show(words.get("network.draw.namespace"), found.map(ContainerNetwork::name).orElse(choice.name()),
                found.map(ContainerNetwork::address).filter(address -> !address.isEmpty())
                        .orElseGet(() -> words.get("network.draw.no-address")),
                present);
        bridge.show(words.get("network.draw.bridge"), found.map(ContainerNetwork::bridge).orElse(choice.bridge()),
                found.map(now -> now.gateway() + now.subnet().substring(now.subnet().indexOf('/') < 0
                        ? now.subnet().length()
                        : now.subnet().indexOf('/'))).filter(text -> !text.isEmpty()).orElse(choice.subnet()),
                present);
        host.show(words.get("network.draw.host"),
                wayOut.orElseGet(() -> words.get("network.draw.no-way-out")),
                words.get(choice.masquerade() ? "network.draw.masqueraded" : "network.draw.routed"),
                wayOut.isPresent());
        inner.show(words.get("network.draw.veth"), present);
        outer.show(words.get("network.draw.route"), present && wayOut.isPresent());
    }

    private static final class Box extends VBox {
        private final Label kind = new Label();
        private final Label name = new Label();
        private final Label address = new Label();

        Box() {
            super(2);
            getStyleClass().add("network-box");
            kind.getStyleClass().add("hint");
            name.getStyleClass().add("network-name");
            address.getStyleClass().add("mono");
            setAlignment(Pos.CENTER);
            setMinWidth(Region.USE_PREF_SIZE);
            getChildren().setAll(kind, name, address);
        }

        void show(String what, String called, String at, boolean present) {
            kind.setText(what);
            name.setText(called);
            address.setText(at);
            address.setVisible(!at.isEmpty());
            pseudoClassStateChanged(PRESENT, present);
        }
    }

    private static final class Wire extends StackPane {
        private final Region line = new Region();
        private final Label name = new Label();

        Wire() {
            getStyleClass().add("network-wire");
            line.getStyleClass().add("network-line");
            line.setMaxHeight(2);
            name.getStyleClass().add("network-wire-name");
            name.setMinWidth(Region.USE_PREF_SIZE);
            setHgrow(this, Priority.ALWAYS);
            getChildren().setAll(line, name);
        }

        void show(String called, boolean present) {
            name.setText(called);
            pseudoClassStateChanged(PRESENT, present);
        }
    }
}
