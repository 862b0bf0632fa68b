package org.katagpu.ui.tour;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

import javafx.application.Platform;
import javafx.event.ActionEvent;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;

/**
 * Works the real window from outside, as an admin would: finds controls by id, waits until they can be used, fires
 * them, and takes pictures. Its methods block; call them from any thread but JavaFX's.
 */
public final class Tour {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long LOOK_EVERY_MS = 30;

    private final Canvas canvas;
    private final Parent root;
    private final Path folder;
    private final Consumer<String> say;
    private int number;

    /** @param say told of each step and of each word that cannot be read whole */
    public Tour(Canvas canvas, Parent root, Path folder, Consumer<String> say) {
        this.canvas = canvas;
        this.root = root;
        this.folder = folder;
        this.say = say;
    }

    /** Clicks a button, once it is there and enabled. */
    public void press(String id) throws InterruptedException {
        until("button " + id + " can be pressed", () -> root.lookup("#" + id) instanceof ButtonBase button
                && !button.isDisabled() && button.isVisible());
        onFx(() -> ((ButtonBase) node(id)).fire());
    }

    /** Ticks a box, or takes the tick away. */
    public void tick(String id, boolean wanted) throws InterruptedException {
        until("box " + id + " is there", () -> root.lookup("#" + id) != null);
        onFx(() -> {
            CheckBox box = (CheckBox) node(id);
            if (box.isSelected() != wanted) {
                box.fire();
            }
        });
    }

    /** Chooses the n-th entry of a choice, from 0. */
    public void choose(String id, int index) throws InterruptedException {
        until("choice " + id + " is there", () -> root.lookup("#" + id) instanceof ComboBox<?> box
                && box.getItems().size() > index && !box.isDisabled());
        onFx(() -> ((ComboBox<?>) node(id)).getSelectionModel().select(index));
    }

    /** Types into a field and presses Enter. */
    public void type(String id, String text) throws InterruptedException {
        until("field " + id + " is there", () -> root.lookup("#" + id) instanceof TextField field
                && !field.isDisabled());
        onFx(() -> {
            TextField field = (TextField) node(id);
            field.setText(text);
            field.fireEvent(new ActionEvent());
        });
    }

    /** Writes into a field, without Enter. */
    public void write(String id, String text) throws InterruptedException {
        untilThere(id);
        onFx(() -> ((TextInputControl) node(id)).setText(text));
    }

    /** Brings a tab to the front, from 0. */
    public void tab(String id, int index) throws InterruptedException {
        untilThere(id);
        onFx(() -> ((TabPane) node(id)).getSelectionModel().select(index));
    }

    public void untilThere(String id) throws InterruptedException {
        until(id + " is there", () -> root.lookup("#" + id) != null);
    }

    /** Waits until something holds on the JavaFX thread. @throws IllegalStateException when it does not within a minute */
    public void until(String what, BooleanSupplier holds) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!fromFx(holds::getAsBoolean)) {
            if (System.nanoTime() > end) {
                picture("stuck");
                throw new IllegalStateException("not reached within " + PATIENCE.toSeconds() + " s: " + what);
            }
            Thread.sleep(LOOK_EVERY_MS);
        }
    }

    /** Takes a picture, {@code 03-gpus.png}. */
    public void picture(String name) throws InterruptedException {
        number++;
        Path file = folder.resolve("%02d-%s.png".formatted(number, name));
        // Two frames: layout that a first one asks for is done in the second.
        for (int frame = 0; frame < 2; frame++) {
            onFx(() -> {});
            Thread.sleep(LOOK_EVERY_MS);
        }
        onFx(() -> {
            try {
                Files.createDirectories(folder);
                canvas.picture(file);
            } catch (IOException e) {
                throw new IllegalStateException("picture " + file, e);
            }
            ClippedText.below(root).forEach(cut -> say.accept("cut short on " + file + ": " + cut));
        });
        say.accept("picture " + file);
    }

    private Node node(String id) {
        return Objects.requireNonNull(root.lookup("#" + id), id);
    }

    private void onFx(Runnable action) throws InterruptedException {
        fromFx(() -> {
            action.run();
            return true;
        });
    }

    private static <T> T fromFx(Supplier<T> question) throws InterruptedException {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Platform.runLater(() -> {
            try {
                answer.complete(question.get());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        try {
            return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the window does not answer", e);
        }
    }
}
