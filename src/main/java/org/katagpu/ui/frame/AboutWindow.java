package org.katagpu.ui.frame;

import javafx.scene.Scene;
import javafx.stage.Stage;
import javafx.stage.Window;

import org.katagpu.message.Messages;
import org.katagpu.ui.theme.Theme;

/** Says what this program is, beside the wizard's window. */
final class AboutWindow {
    private static final int WIDTH = 860;
    private static final int HEIGHT = 560;

    private AboutWindow() {}

    static void show(Window owner, Messages words) {
        Stage window = new Stage();
        window.initOwner(owner);
        window.setTitle(words.get("frame.menu.about"));
        window.getIcons().setAll(WindowIcons.load());
        Scene scene = new Scene(new AboutView(About.thisProgram(), words), WIDTH, HEIGHT);
        scene.getStylesheets().add(Theme.stylesheet());
        window.setScene(scene);
        window.show();
    }
}
