package org.katagpu.ui.log;

import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

import javafx.application.Platform;
import org.katagpu.message.Messages;

/** Saves the shown log beside the JavaFX thread and tells how it went. */
final class SaveAction {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private final Messages messages;
    private final LogSaver saver;
    private final LogActions actions;
    private final Notice notice;

    SaveAction(Messages messages, EntryWords words, LogActions actions, Notice notice) {
        this.messages = messages;
        this.actions = actions;
        this.notice = notice;
        saver = new LogSaver(words, ZoneId.systemDefault());
    }

    void save(LogModel log, boolean withColours) {
        Path target = actions
                .chooseFile("kata-gpu-" + ZonedDateTime.now(ZoneId.systemDefault()).format(STAMP) + ".log");
        if (target != null) {
            Thread.ofVirtual().name("save-log").start(() -> write(log, target, withColours));
        }
    }

    private void write(LogModel log, Path target, boolean withColours) {
        try {
            long count = saver.save(log, target, withColours);
            String words = messages.get(log.onDisk() ? "log.saved" : "log.saved.part", count, target.toString());
            Platform.runLater(() -> notice.say(words, false));
        } catch (IOException failed) {
            String words = messages.get("log.save.failed", target.toString(), String.valueOf(failed.getMessage()));
            Platform.runLater(() -> notice.say(words, true));
        }
    }
}
