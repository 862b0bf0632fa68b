package org.katagpu.ui.page.kata.form;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

import javafx.scene.control.Button;
import javafx.scene.control.Label;

import org.katagpu.kataconf.KeyRow;
import org.katagpu.kataconf.schema.KeySpec;
import org.katagpu.kataconf.toml.TomlValue;
import org.katagpu.message.Messages;
import org.katagpu.message.Text;
import org.katagpu.setup.browse.WantedPath;
import org.katagpu.ui.browse.BrowseButton;
import org.katagpu.ui.page.kata.model.KataConfigModel;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Asks the host whether the path in a value is there; says of a path in the guest that it is not looked for here. */
final class PathCheck {
    private final KataConfigModel config;
    private final Messages words;
    private final Map<String, Boolean> known = new HashMap<>();

    PathCheck(KataConfigModel config, Messages words) {
        this.config = config;
        this.words = words;
    }

    /** A line below the editor; empty where the value is no path. */
    Optional<Label> check(KeyRow row) {
        KeySpec.Where where = row.spec().map(KeySpec::where).orElse(KeySpec.Where.NO_PATH);
        String path = row.effective().orElse(TomlValue.text("")) instanceof TomlValue.Text(String text) ? text : "";
        if (where == KeySpec.Where.NO_PATH || !path.startsWith("/")) {
            return Optional.empty();
        }
        Label said = new Label();
        said.setId("path-check");
        said.setWrapText(true);
        said.getStyleClass().add("hint");
        if (where == KeySpec.Where.GUEST) {
            said.setText(words.get("kata.page.path.guest"));
        } else if (known.containsKey(path)) {
            say(said, Boolean.TRUE.equals(known.get(path)));
        } else {
            said.setText(words.get("kata.page.path.looking"));
            config.exists(path, there -> {
                known.put(path, there);
                say(said, there);
            });
        }
        return Optional.of(said);
    }

    /** A chooser on the host for a key that takes a path there; empty: it takes none, or one in the guest. */
    Optional<Button> browse(KeyRow row, Supplier<String> typed, Consumer<String> chosen) {
        if (row.spec().map(KeySpec::where).filter(KeySpec.Where.HOST::equals).isEmpty()) {
            return Optional.empty();
        }
        WantedPath wanted = switch (row.ref().key()) {
            case "image", "initrd" -> WantedPath.GUEST_IMAGE;
            case "kernel" -> WantedPath.KERNEL;
            default -> WantedPath.PROGRAM;
        };
        return Optional.of(new BrowseButton(words, Text.of("kata.page.field", row.ref().key()),
                new BrowseButton.Of(wanted, config::connected, List::of), typed, chosen));
    }

    private void say(Label said, boolean there) {
        said.setText(words.get(there ? "kata.page.path.there" : "kata.page.path.missing"));
        FontIcon icon = new FontIcon(there ? Feather.CHECK : Feather.ALERT_TRIANGLE);
        icon.getStyleClass().add(there ? "ok-icon" : "warn-icon");
        said.setGraphic(icon);
    }
}
