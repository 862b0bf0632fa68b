package org.katagpu.ui.log;

import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Flat buttons with an icon only; what they do is their tooltip and what a screen reader says. */
final class IconButtons {
    private IconButtons() {}

    static Button button(Feather icon, String does, Runnable action) {
        Button button = dress(new Button(), icon, does);
        button.setOnAction(_ -> action.run());
        return button;
    }

    static ToggleButton toggle(Feather icon, String does, Runnable changed) {
        ToggleButton toggle = dress(new ToggleButton(), icon, does);
        toggle.setOnAction(_ -> changed.run());
        return toggle;
    }

    static <B extends ButtonBase> B dress(B button, Feather icon, String does) {
        button.setGraphic(new FontIcon(icon));
        button.getStyleClass().addAll("button-icon", "flat", "log-icon-button");
        says(button, does);
        return button;
    }

    static void says(ButtonBase button, String does) {
        button.setTooltip(new Tooltip(does));
        button.setAccessibleText(does);
    }
}
