package org.katagpu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import javafx.animation.AnimationTimer;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.stage.Screen;
import javafx.stage.Stage;

import org.jspecify.annotations.Nullable;
import org.katagpu.ui.frame.Closing;
import org.katagpu.ui.frame.WindowIcons;
import org.katagpu.ui.frame.WindowPlace;
import org.katagpu.ui.tour.Canvas;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the window; or walks it for pictures, or leaves after the first frame to be timed. */
public final class WizardApp extends Application {
    private static final Logger LOG = LoggerFactory.getLogger(WizardApp.class);
    private static final String TOUR = "--tour";
    /** Of the tour's window: {@code --size 1024x700}. */
    private static final String SIZE = "--size";
    private static final String FIRST_FRAME = "--first-frame";
    private static final int FRAMES_UNTIL_SEEN = 3;

    private @Nullable Wiring wiring;

    @Override
    public void start(Stage stage) {
        List<String> arguments = getParameters().getRaw();
        Optional<Path> tour = after(arguments, TOUR).map(Path::of);
        LocalEnvironment around = tour.isPresent() ? tourSurroundings() : LocalEnvironment.ofThisAccount();
        Thread.ofVirtual().name("log").start(() -> AppLog.to(around.folders().cache()));
        Wiring wired = new Wiring(around, tour.isPresent() ? Locale.ENGLISH : Locale.getDefault());
        wiring = wired;
        stage.titleProperty().bind(wired.window().titleProperty());
        Thread.ofVirtual().name("icons").start(() -> showIcons(stage));
        if (tour.isPresent()) {
            Canvas canvas = canvas(wired, after(arguments, SIZE));
            stage.setScene(canvas.scene());
            stage.show();
            Thread.ofVirtual().name("tour").start(() -> walk(wired, canvas, tour.get()));
            return;
        }
        stage.setScene(new Scene(wired.window().root(), Canvas.WIDTH, Canvas.HEIGHT));
        stage.setMinWidth(WindowPlace.LEAST_WIDTH);
        stage.setMinHeight(WindowPlace.LEAST_HEIGHT);
        wired.place().ifPresent(place -> put(stage, place));
        Closing closing = wired.closing(stage::close);
        stage.setOnCloseRequest(event -> {
            if (!closing.mayClose()) {
                event.consume();
            }
        });
        stage.setOnHiding(event -> wired.window().keep(new WindowPlace(stage.getX(), stage.getY(), stage.getWidth(),
                stage.getHeight(), stage.isMaximized())));
        stage.show();
        if (arguments.contains(FIRST_FRAME)) {
            leaveOnceSeen();
        }
    }

    /** Where it stood, unless that screen is not there any more. */
    private static void put(Stage stage, WindowPlace place) {
        boolean seen = Screen.getScreens().stream().map(Screen::getVisualBounds).anyMatch(screen -> place.isSeenOn(
                screen.getMinX(), screen.getMinY(), screen.getMaxX(), screen.getMaxY()));
        if (seen) {
            stage.setX(place.x());
            stage.setY(place.y());
            stage.setWidth(place.width());
            stage.setHeight(place.height());
            stage.setMaximized(place.maximized());
        }
    }

    private static Canvas canvas(Wiring wired, Optional<String> size) {
        int[] wanted = size.map(text -> Arrays.stream(text.split("x")).mapToInt(Integer::parseInt).toArray())
                .orElse(new int[]{Canvas.WIDTH, Canvas.HEIGHT});
        return new Canvas(wired.window().root(), wanted[0], wanted[1]);
    }

    /** The first frame does not wait for them. */
    private static void showIcons(Stage stage) {
        List<Image> icons = WindowIcons.load();
        Platform.runLater(() -> stage.getIcons().setAll(icons));
    }

    private static void walk(Wiring wired, Canvas canvas, Path folder) {
        int status = 0;
        try {
            new PracticeTour(wired, canvas, folder).walk();
        } catch (InterruptedException | RuntimeException e) {
            LOG.error("the tour did not come to its end", e);
            status = 1;
        }
        int exit = status;
        Platform.runLater(() -> {
            wired.close();
            Runtime.getRuntime().exit(exit);
        });
    }

    /** A tour touches neither the admin's own known hosts nor preferences. */
    private static LocalEnvironment tourSurroundings() {
        try {
            return LocalEnvironment.temporary();
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary folder for the tour", e);
        }
    }

    private static void leaveOnceSeen() {
        new AnimationTimer() {
            private int frames;

            @Override
            public void handle(long now) {
                frames++;
                if (frames == FRAMES_UNTIL_SEEN) {
                    Runtime.getRuntime().halt(0);
                }
            }
        }.start();
    }

    @Override
    public void stop() {
        Wiring wired = wiring;
        if (wired != null) {
            wired.close();
        }
    }

    private static Optional<String> after(List<String> arguments, String name) {
        int at = arguments.indexOf(name);
        return at >= 0 && at + 1 < arguments.size() ? Optional.of(arguments.get(at + 1)) : Optional.empty();
    }
}
