package org.katagpu.ui.control;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;

import javafx.fxml.FXMLLoader;
import javafx.scene.Parent;

import org.katagpu.message.Messages;

/** Loads FXML views in one language. A view stands beside its controller: {@code GpusController} and {@code Gpus.fxml}. */
public final class Views {
    private static final String SUFFIX = "Controller";

    private final Messages words;

    public Views(Messages words) {
        this.words = words;
    }

    /** @return the view's root, its nodes injected into the controller */
    public Parent load(Object controller) {
        Class<?> type = controller.getClass();
        String name = type.getSimpleName();
        String file = name.substring(0, name.length() - SUFFIX.length()) + ".fxml";
        URL place = type.getResource(file);
        FXMLLoader loader = new FXMLLoader(place, words.asBundle());
        loader.setController(controller);
        try {
            Parent view = loader.load();
            AccessibleName.fromLabels(view);
            return view;
        } catch (IOException e) {
            throw new UncheckedIOException("view " + file, e);
        }
    }
}
