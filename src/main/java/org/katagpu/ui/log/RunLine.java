package org.katagpu.ui.log;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A run as the list of runs shows it, with its result and when it began: {@code ✓ 07:41 Build guest image}. */
final class RunLine {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private RunLine() {}

    static String of(LogModel log, EntryWords words) {
        LogStatus status = log.status();
        ZonedDateTime began = status.began().atZone(ZoneId.systemDefault());
        boolean today = began.toLocalDate().equals(ZonedDateTime.now(ZoneId.systemDefault()).toLocalDate());
        return mark(status.state()) + "  " + (today ? TIME : DAY).format(began) + "  " + words.words(log.name());
    }

    /** By shape: the list has one colour. */
    private static String mark(LogStatus.State state) {
        return switch (state) {
            case RUNNING -> "▶";
            case SUCCEEDED -> "✓";
            case FAILED -> "✗";
            case ASKED -> "?";
            case CANCELLED -> "■";
        };
    }
}
