package org.katagpu.ui.frame;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

import org.jspecify.annotations.Nullable;
import org.katagpu.message.Messages;
import org.katagpu.ui.theme.Theme;

/** Language, theme, text size and log; each change counts at once. */
final class SettingsView extends VBox {
    private static final int LEAST = 80;
    private static final int MOST = 200;

    private final Messages words;
    private Preferences now;
    private final Consumer<Preferences> changed;

    SettingsView(Preferences before, Messages words, Consumer<Preferences> changed) {
        super(14);
        this.words = words;
        this.now = before;
        this.changed = changed;
        getStyleClass().addAll("page", "settings");
        Label title = new Label(words.get("frame.menu.settings"));
        title.getStyleClass().add("page-title");
        CheckBox log = new CheckBox(words.get("frame.settings.log"));
        log.setId("settings-log");
        log.setSelected(before.logOpen());
        log.setOnAction(event -> change(now.withLogOpen(log.isSelected())));
        getChildren().addAll(title, choice("frame.settings.language", languages()),
                choice("frame.settings.theme", themes()), size(), log);
    }

    private void change(Preferences wanted) {
        now = wanted;
        changed.accept(wanted);
    }

    private List<RadioButton> languages() {
        return List.of(radio("English", now.language().equals("en"), () -> now.withLanguage("en"), "settings-en"),
                radio("简体中文", now.language().equals("zh"), () -> now.withLanguage("zh"), "settings-zh"));
    }

    private List<RadioButton> themes() {
        return List.of(Theme.values()).stream()
                .map(theme -> radio(words.get("frame.settings.theme." + theme.name().toLowerCase(Locale.ROOT)),
                        now.theme() == theme, () -> now.withTheme(theme),
                        "settings-" + theme.name().toLowerCase(Locale.ROOT)))
                .toList();
    }

    private RadioButton radio(String name, boolean chosen, java.util.function.Supplier<Preferences> wanted, String id) {
        RadioButton radio = new RadioButton(name);
        radio.setId(id);
        radio.setSelected(chosen);
        radio.setOnAction(event -> change(wanted.get()));
        return radio;
    }

    private VBox choice(String key, List<RadioButton> radios) {
        ToggleGroup group = new ToggleGroup();
        group.getToggles().setAll(radios);
        HBox row = new HBox(18);
        row.getChildren().setAll(radios);
        return new VBox(6, section(key), row);
    }

    private Label section(String key) {
        Label name = new Label(words.get(key));
        name.getStyleClass().add("section-title");
        return name;
    }

    private Node size() {
        ComboBox<Integer> size = new ComboBox<>();
        size.setId("settings-size");
        size.getItems().setAll(
                IntStream.iterate(LEAST, percent -> percent <= MOST, percent -> percent + TextSize.STEP).boxed()
                        .toList());
        size.setConverter(new Percent());
        size.setValue(now.textSize().percent());
        size.setOnAction(event -> change(now.withTextSize(new TextSize(size.getValue()))));
        Label name = section("frame.settings.size");
        name.setLabelFor(size);
        Label hint = new Label(words.get("frame.settings.size.hint"));
        hint.getStyleClass().add("hint");
        return new VBox(6, name, size, hint);
    }

    private static final class Percent extends StringConverter<Integer> {
        @Override
        public String toString(@Nullable Integer percent) {
            return percent + " %";
        }

        @Override
        public Integer fromString(String text) {
            throw new UnsupportedOperationException("the choice is not typed");
        }
    }
}
