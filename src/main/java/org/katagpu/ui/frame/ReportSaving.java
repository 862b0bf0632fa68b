package org.katagpu.ui.frame;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import javafx.stage.Window;

import org.jspecify.annotations.Nullable;
import org.katagpu.message.Messages;
import org.katagpu.ui.log.LogActions;

/** Shows the report for support, and saves it where the admin says. */
final class ReportSaving {
    private static final String NAME = "kata-gpu-report.md";
    private static final double WIDTH = 900;
    private static final double HEIGHT = 640;

    private final Messages words;
    private final LogActions files;

    /** @param files asks where to save */
    ReportSaving(Messages words, LogActions files) {
        this.words = words;
        this.files = files;
    }

    void show(Window owner, String report) {
        ReportView[] made = new ReportView[1];
        ReportView view = new ReportView(report, words, () -> made[0].say(save(report)));
        made[0] = view;
        new SideWindow(owner, words.get("frame.menu.report"), view, WIDTH, HEIGHT).show();
    }

    /** @return how it went */
    private String save(String report) {
        @Nullable
        Path file = files.chooseFile(NAME);
        if (file == null) {
            return "";
        }
        try {
            Files.write(file, report.getBytes(StandardCharsets.UTF_8));
            return words.get("frame.report.saved", file.toString());
        } catch (IOException e) {
            return words.get("frame.report.failed", file.toString(), String.valueOf(e.getMessage()));
        }
    }
}
