package org.katagpu.ui.page.gpu;

import java.util.Optional;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.katagpu.host.Selection;
import org.katagpu.message.Messages;

/** What else binding does: at the next boot, and with the service that holds a device. */
final class BindOptions {
    private final GpusModel model;
    private final Messages words;
    private final CheckBox stop;
    private final VBox atBoot;
    private final VBox service;

    BindOptions(GpusModel model, Messages words) {
        this.model = model;
        this.words = words;
        CheckBox persist = new CheckBox(words.get("gpu.page.persist"));
        persist.setSelected(model.persists());
        persist.setOnAction(event -> model.persist(persist.isSelected()));
        atBoot = new VBox(2, persist, hint("gpu.page.persist.hint"));
        stop = new CheckBox(words.get("gpu.page.persistenced"));
        stop.setId("stop-persistenced");
        stop.setOnAction(event -> model.stopPersistenced(stop.isSelected()));
        service = new VBox(2, stop, hint("gpu.page.persistenced.hint"));
    }

    VBox atBoot() {
        return atBoot;
    }

    VBox service() {
        return service;
    }

    void show(Optional<Selection> selection) {
        atBoot.setVisible(selection.map(now -> !now.chosen().isEmpty()).orElse(false));
        atBoot.setManaged(atBoot.isVisible());
        stop.setSelected(model.stopsPersistenced());
        service.setVisible(model.onlyPersistencedHolds());
        service.setManaged(service.isVisible());
    }

    private Label hint(String key) {
        Label hint = new Label(words.get(key));
        hint.getStyleClass().add("hint");
        return hint;
    }
}
