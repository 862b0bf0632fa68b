package org.katagpu;

import javafx.application.Application;

/** Starts the wizard. Not a JavaFX class itself, so that the class path launcher does not ask for JavaFX modules. */
public final class Main {
    private Main() {}

    /** @param arguments {@code --tour FOLDER}: walk every page on the practice host, a picture of each into the folder */
    static void main(String[] arguments) {
        Application.launch(WizardApp.class, arguments);
    }
}
