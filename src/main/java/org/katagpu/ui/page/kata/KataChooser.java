package org.katagpu.ui.page.kata;

import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.VBox;

import org.katagpu.host.KataVariant;
import org.katagpu.kataconf.schema.KataVersion;
import org.katagpu.message.Messages;
import org.katagpu.ui.page.kata.model.KataConfigModel;
import org.katagpu.ui.page.kata.model.KataOption;

/** The host's Katas beside each other, one of them chosen; nothing where there is no choice. */
final class KataChooser extends VBox {
    private final KataConfigModel model;
    private final Messages words;

    KataChooser(KataConfigModel model, Messages words) {
        super(6);
        this.model = model;
        this.words = words;
        setId("kata-chooser");
        getStyleClass().addAll("card", "kata-chooser");
        setMinHeight(USE_PREF_SIZE);
        show();
    }

    void show() {
        List<KataOption> options = model.options();
        setVisible(!options.isEmpty());
        setManaged(!options.isEmpty());
        ToggleGroup group = new ToggleGroup();
        Label title = new Label(words.get("kata.page.which", options.size()));
        title.getStyleClass().add("section-title");
        getChildren().setAll(title);
        options.forEach(option -> getChildren().add(row(option, group)));
    }

    private VBox row(KataOption option, ToggleGroup group) {
        RadioButton choice = new RadioButton(name(option));
        choice.setToggleGroup(group);
        choice.setSelected(option.chosen());
        choice.setOnAction(event -> model.choose(option));
        Label places = new Label(option.shim().config().isEmpty()
                ? words.get("kata.page.which.unconfigured", option.shim().path())
                : words.get("kata.page.which.reads", option.shim().path(), option.shim().reads()));
        places.setWrapText(true);
        places.getStyleClass().addAll("hint", "places");
        return new VBox(2, choice, places);
    }

    private String name(KataOption option) {
        String version = option.version().map(KataVersion::shown)
                .orElseGet(() -> words.get("kata.page.which.unknown"));
        boolean virtcca = option.variant() == KataVariant.Kind.V3_15
                || option.variant() == KataVariant.Kind.CC_0_8_0;
        String name = words.get(virtcca ? "kata.page.which.virtcca" : "kata.page.which.plain", version);
        return option.shim().standard() ? words.get("kata.page.which.standard", name) : name;
    }
}
