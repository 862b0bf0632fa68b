package org.katagpu.ui.tour;

import java.io.IOException;
import java.nio.file.Path;

import javafx.scene.Group;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.transform.Scale;

/**
 * A window's content at the size of a real desktop, also where the screen is smaller: the headless platform's is fixed
 * at 1000×1000. The content is laid out at full size and shown scaled down; pictures are taken at full size.
 */
public final class Canvas {
    public static final int WIDTH = 1280;
    public static final int HEIGHT = 800;
    private static final double SHOWN = 0.75;

    private final Region content;
    private final Scene scene;

    public Canvas(Parent root) {
        this(root, WIDTH, HEIGHT);
    }

    public Canvas(Parent root, double width, double height) {
        content = (Region) root;
        content.resizeRelocate(0, 0, width, height);
        content.setManaged(false);
        Group scaled = new Group(content);
        scaled.getTransforms().add(new Scale(SHOWN, SHOWN));
        scene = new Scene(new Group(scaled), width * SHOWN, height * SHOWN);
    }

    public Scene scene() {
        return scene;
    }

    /** Takes a picture now; JavaFX thread only. */
    public void picture(Path file) throws IOException {
        content.applyCss();
        content.layout();
        SnapshotParameters parameters = new SnapshotParameters();
        parameters.setFill(Color.TRANSPARENT);
        WritableImage image = content.snapshot(parameters, null);
        PngFile.write(image, file);
    }
}
