package org.katagpu.ui.page.connect;

import java.util.List;
import java.util.function.Consumer;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.Pane;
import org.katagpu.message.Messages;
import org.katagpu.remote.Target;

/** The hosts connected to before, newest first. */
final class RecentHosts {
    private final Pane place;
    private final Messages words;
    private final Consumer<Target> chosen;

    RecentHosts(Pane place, Messages words, Consumer<Target> chosen) {
        this.place = place;
        this.words = words;
        this.chosen = chosen;
    }

    void show(List<Target> recent) {
        if (recent.isEmpty()) {
            Label none = new Label(words.get("connect.recent.none"));
            none.getStyleClass().add("hint");
            none.setWrapText(true);
            place.getChildren().setAll(none);
        } else {
            place.getChildren().setAll(recent.stream().map(this::link).toList());
        }
    }

    private Hyperlink link(Target target) {
        Hyperlink link = new Hyperlink(target.alias().filter(alias -> !alias.equals(target.address()))
                .map(alias -> alias + "  (" + target.label() + ")").orElse(target.label()));
        link.setOnAction(event -> chosen.accept(target));
        return link;
    }
}
