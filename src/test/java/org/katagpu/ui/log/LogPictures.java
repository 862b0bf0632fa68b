package org.katagpu.ui.log;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.TextField;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import org.katagpu.message.Messages;
import org.katagpu.message.Problem;
import org.katagpu.message.Text;

/** Draws the pane in its states into PNG files: {@code LogPictures <folder>}. Needs no display. */
public final class LogPictures {
    private static final int WIDTH = 860;
    private static final int HEIGHT = 380;

    private final Path folder;
    private final Path spool;

    private LogPictures(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        spool = Files.createTempDirectory("log-pictures");
    }

    static void main(String[] args) throws Exception {
        LogPictures pictures = new LogPictures(Path.of(args[0]));
        CountDownLatch started = new CountDownLatch(1);
        Platform.startup(started::countDown);
        started.await();
        Platform.setImplicitExit(false);
        for (boolean dark : new boolean[]{false, true}) {
            for (Locale locale : Messages.LOCALES) {
                for (String state : List.of("empty", "busy", "search", "paused", "failed", "problems", "folded")) {
                    pictures.draw(state, dark, locale);
                }
            }
        }
        Platform.exit();
        Files.delete(pictures.spool);
    }

    private void draw(String state, boolean dark, Locale locale) throws Exception {
        LogBook book = new LogBook(spool, InstantSource.fixed(Instant.parse("2026-03-01T08:04:09Z")));
        if (!state.equals("empty")) {
            fill(book, state);
        }
        CountDownLatch done = new CountDownLatch(1);
        Platform.runLater(() -> {
            Application.setUserAgentStylesheet(
                    dark ? new PrimerDark().getUserAgentStylesheet() : new PrimerLight().getUserAgentStylesheet());
            Stage stage = new Stage();
            LogPane pane = new LogPane(book, new Messages(locale), new QuietActions(null));
            stage.setScene(new Scene(pane, WIDTH, HEIGHT));
            stage.show();
            after(400, () -> {
                pose(pane, state);
                after(700, () -> {
                    String name = state + (dark ? "-dark-" : "-light-") + locale.getLanguage() + ".png";
                    write(pane.getScene().snapshot(null), folder.resolve(name));
                    pane.close();
                    stage.close();
                    done.countDown();
                });
            });
        });
        if (!done.await(20, TimeUnit.SECONDS)) {
            throw new IllegalStateException("no picture of " + state);
        }
        book.close();
    }

    private static void pose(LogPane pane, String state) {
        switch (state) {
            case "search" -> {
                pane.search();
                ((TextField) pane.lookup(".text-field")).setText("vfio");
                after(200, () -> ((LogView) pane.lookup(".log-rows").getParent().getParent()).next(true));
            }
            case "paused" -> {
                RowsView list = (RowsView) pane.lookup(".log-rows");
                list.pause();
                list.scroll(-500);
                list.selection().range(6, 8);
            }
            case "problems" -> ((LogView) pane.lookup(".log-rows").getParent().getParent()).least(LogLevel.WARN);
            case "folded" -> pane.foldedProperty().set(true);
            default -> {
            }
        }
    }

    private static void after(int milliseconds, Runnable action) {
        javafx.animation.PauseTransition pause = new javafx.animation.PauseTransition(
                javafx.util.Duration.millis(milliseconds));
        pause.setOnFinished(_ -> action.run());
        pause.play();
    }

    private static void fill(LogBook book, String state) throws IOException {
        LogModel old = state.equals("paused") ? book.open(Text.of("Host check")) : null;
        LogModel log = book.open(Text.of("Bind GPUs"));
        if (old != null) {
            old.end(LogStatus.State.SUCCEEDED);
        }
        log.step(1, 5, Text.of("Reading the devices"));
        log.line("Found 4 NVIDIA devices in 4 IOMMU groups");
        log.line("\u001b[1m0000:3b:00.0\u001b[0m NVIDIA L20  group 81  driver \u001b[32mnvidia\u001b[0m");
        log.line("\u001b[1m0000:b9:00.0\u001b[0m NVIDIA L20  group 97  driver \u001b[36mvfio-pci\u001b[0m");
        log.step(2, 5, Text.of("Stopping what holds the devices"));
        log.line(
                "\u001b[31mred \u001b[32mgreen \u001b[33myellow \u001b[34mblue \u001b[35mmagenta \u001b[36mcyan \u001b[37mwhite \u001b[30mblack\u001b[0m \u001b[2mfaint\u001b[0m \u001b[4munder\u001b[0m");
        log.line(
                "\u001b[91mred \u001b[92mgreen \u001b[93myellow \u001b[94mblue \u001b[95mmagenta \u001b[96mcyan \u001b[97mwhite \u001b[90mblack\u001b[0m \u001b[1;31mbold red\u001b[0m");
        log.line(
                "\u001b[38;5;208m256: orange\u001b[0m \u001b[38;5;226mbright yellow\u001b[0m \u001b[38;2;120;81;169mtruecolour purple\u001b[0m \u001b[38;2;255;255;0myellow\u001b[0m");
        log.line("warning: nvidia-persistenced is running, it will be stopped");
        log.line("正在停止 nvidia-persistenced 服务：已完成\ttab\tstop \u0007 bell");
        log.line("long: " + "0123456789 vfio-pci ".repeat(120));
        for (int i = 0; i < 18; i++) {
            log.line("modprobe: loading vfio_iommu_type1, attempt " + i);
        }
        log.step(3, 5, Text.of("Probing 0000:3b:00.0"));
        log.line("echo vfio-pci > /sys/bus/pci/devices/0000:3b:00.0/driver_override");
        log.line("downloading  10 %\r");
        log.redraw("downloading  64 %  [############------]");
        log.progress(64, 100, LogStatus.Unit.PERCENT);
        if (state.equals("failed")) {
            log.line("error: write to /sys/bus/pci/drivers/vfio-pci/bind: Device or resource busy");
            log.problem(new Problem(Text.of("The device 0000:3b:00.0 could not be bound to vfio-pci."),
                    Text.of("Stop process 4711 (python3) and bind again."), "admin@gpu-host-01", "apply.sh",
                    OptionalInt.of(16), List.of("write error: Device or resource busy")));
            log.end(LogStatus.State.FAILED);
        }
    }

    private static void write(WritableImage picture, Path target) {
        int width = (int) picture.getWidth();
        int height = (int) picture.getHeight();
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        PixelReader pixels = picture.getPixelReader();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, pixels.getArgb(x, y));
            }
        }
        try {
            ImageIO.write(image, "png", target.toFile());
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }
}
