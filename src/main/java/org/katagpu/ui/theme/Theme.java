package org.katagpu.ui.theme;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;

import javafx.application.Application;

/** The two looks of the wizard. */
public enum Theme {
    LIGHT(new PrimerLight()), DARK(new PrimerDark());

    private final atlantafx.base.theme.Theme base;

    Theme(atlantafx.base.theme.Theme base) {
        this.base = base;
    }

    public Theme other() {
        return this == LIGHT ? DARK : LIGHT;
    }

    /** Dresses all windows; call on the JavaFX thread. */
    public void apply() {
        Application.setUserAgentStylesheet(base.getUserAgentStylesheetBSS());
    }

    /** The wizard's own rules over the base theme, for each scene. */
    public static String stylesheet() {
        return Theme.class.getResource("wizard.css").toExternalForm();
    }
}
