package org.katagpu.bench;

import javafx.animation.AnimationTimer;
import javafx.application.Application;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.stage.Stage;

/** The least a JavaFX program can show: the baseline of {@link StartBench}. */
public final class BareWindow {
    private BareWindow() {}

    public static void main(String[] arguments) {
        Application.launch(App.class, arguments);
    }

    /** One button; leaves after the third frame, as the wizard does when timed. */
    public static final class App extends Application {
        @Override
        public void start(Stage stage) {
            stage.setScene(new Scene(new Button("One"), 960, 600));
            stage.show();
            new AnimationTimer() {
                private int frames;

                @Override
                public void handle(long now) {
                    frames++;
                    if (frames == 3) {
                        Runtime.getRuntime().halt(0);
                    }
                }
            }.start();
        }
    }
}
