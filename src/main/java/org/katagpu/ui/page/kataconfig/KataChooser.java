package org.katagpu.ui.page.kataconfig;

import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.katagpu.host.KataVariant;
import org.katagpu.kataconf.schema.KataVersion;
import org.katagpu.message.Messages;
import org.katagpu.message.Text;
import org.katagpu.ui.page.kataconfig.model.KataConfigModel;
import org.katagpu.ui.page.kataconfig.model.KataOption;

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
        show();
    }

    void show() {
        List<KataOption> options = model.options();
        setVisible(!options.isEmpty());
        setManaged(!options.isEmpty());
        ToggleGroup group = new ToggleGroup();
        Label title = new Label(words.get("kataconfig.which", options.size()));
        title.getStyleClass().add("section-title");
        HBox row = new HBox(16);
        options.forEach(option -> row.getChildren().add(card(option, group)));
        getChildren().setAll(title, row);
    }

    private VBox card(KataOption option, ToggleGroup group) {
        RadioButton choice = new RadioButton(name(option));
        choice.setToggleGroup(group);
        choice.setSelected(option.chosen());
        choice.setWrapText(true);
        choice.setOnAction(event -> model.choose(option));
        Label path = line(option.shim().path(), "mono");
        Label reads = line(option.shim().config().isEmpty()
                ? words.get("kataconfig.which.unconfigured")
                : words.get("kataconfig.which.reads", option.shim().reads()), "hint");
        VBox card = new VBox(2, choice, path, reads);
        if (option.shim().standard()) {
            card.getChildren().add(line(words.get("kataconfig.which.standard"), "hint"));
        }
        card.setMinWidth(0);
        HBox.setHgrow(card, Priority.ALWAYS);
        card.setPrefWidth(1);
        return card;
    }

    private String name(KataOption option) {
        String version = option.version().map(KataVersion::shown)
                .orElseGet(() -> words.get("kataconfig.which.unknown"));
        boolean virtcca = option.variant() == KataVariant.Kind.V3_15
                || option.variant() == KataVariant.Kind.CC_0_8_0;
        return words.get(virtcca
                ? Text.of("kataconfig.which.virtcca", version)
                : Text.of("kataconfig.which.plain",
                        version));
    }

    private static Label line(String text, String style) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        label.getStyleClass().add(style);
        return label;
    }
}
