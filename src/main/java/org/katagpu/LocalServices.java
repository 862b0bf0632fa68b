package org.katagpu;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.katagpu.message.Messages;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.ui.control.Background;
import org.katagpu.ui.frame.WindowServices;

/** What the window asks of the program and of the admin's machine. */
final class LocalServices implements WindowServices {
    private final Path logFolder;
    private final SupportReport support;
    private final Background background;
    private final BooleanSupplier running;
    private final BooleanSupplier edited;

    /**
     * @param running whether a run is under way
     * @param edited whether Kata's configuration is edited and not saved
     */
    LocalServices(Path logFolder, SupportReport support, Background background, BooleanSupplier running,
            BooleanSupplier edited) {
        this.logFolder = logFolder;
        this.support = support;
        this.background = background;
        this.running = running;
        this.edited = edited;
    }

    @Override
    public void openLogFolder(Consumer<Problem> failed) {
        background.run(() -> {
            try {
                return new ProcessBuilder(opener(System.getProperty("os.name", "")), logFolder.toString()).start();
            } catch (IOException e) {
                throw new ProblemException(Problem.of(
                        Text.of("frame.folder.failed", logFolder.toString(), String.valueOf(e.getMessage())),
                        Text.of("frame.folder.failed.next")), e);
            }
        }, started -> {}, failed);
    }

    private static String opener(String osName) {
        String os = osName.toLowerCase(Locale.ROOT);
        if (os.startsWith("windows")) {
            return "explorer";
        }
        return os.startsWith("mac") ? "open" : "xdg-open";
    }

    @Override
    public void report(Messages words, Consumer<String> ready, Consumer<Problem> failed) {
        SupportReport.Known known = support.known();
        background.run(() -> support.text(words, known), ready, failed);
    }

    @Override
    public List<Text> losses() {
        List<Text> losses = new ArrayList<>();
        if (running.getAsBoolean()) {
            losses.add(Text.of("frame.closing.running"));
        }
        if (edited.getAsBoolean()) {
            losses.add(Text.of("frame.closing.kata"));
        }
        return losses;
    }
}
