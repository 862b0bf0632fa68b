package org.katagpu.ui.frame;

import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import javafx.stage.Window;

import org.katagpu.ui.control.FocusRing;
import org.katagpu.ui.control.TabTraversal;
import org.katagpu.ui.theme.Theme;

/** A window beside the wizard's: dressed like it, closed with Esc. */
public final class SideWindow {
    private final Stage stage = new Stage();

    public SideWindow(Window owner, String title, Parent content, double width, double height) {
        stage.initOwner(owner);
        stage.setTitle(title);
        stage.getIcons().setAll(WindowIcons.load());
        StackPane root = new StackPane(content);
        root.getStyleClass().add("wizard");
        TabTraversal.in(root);
        FocusRing.over(root);
        Node wizard = owner.getScene() == null ? null : owner.getScene().getRoot().lookup(".wizard");
        if (wizard != null) {
            // The admin's text size.
            root.setStyle(wizard.getStyle());
        }
        Scene scene = new Scene(root, width, height);
        scene.getStylesheets().add(Theme.stylesheet());
        scene.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                stage.close();
            }
        });
        stage.setScene(scene);
    }

    public void show() {
        stage.show();
    }

    public void close() {
        stage.close();
    }
}
