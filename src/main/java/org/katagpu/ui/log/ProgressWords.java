package org.katagpu.ui.log;

import java.util.Locale;

import org.katagpu.message.Messages;

/** A progress figure in words: {@code 42 %}, {@code 3 of 8}, {@code 1.2 of 4.5 GB}. */
final class ProgressWords {
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};

    private final Messages messages;

    ProgressWords(Messages messages) {
        this.messages = messages;
    }

    String of(LogStatus.Progress progress) {
        return switch (progress.unit()) {
            case PERCENT -> progress.done() + " %";
            case COUNT -> pair(String.valueOf(progress.done()), String.valueOf(progress.total()), progress);
            case BYTES -> {
                int power = power(Math.max(progress.done(), progress.total()));
                String unit = " " + UNITS[power];
                String done = amount(progress.done(), power);
                yield progress.total() > 0 ? pair(done, amount(progress.total(), power) + unit, progress) : done + unit;
            }
        };
    }

    private String pair(String done, String total, LogStatus.Progress progress) {
        return progress.total() > 0 ? messages.get("log.progress.of", done, total) : done;
    }

    private static int power(long bytes) {
        int power = 0;
        for (double rest = bytes; rest >= 1000 && power < UNITS.length - 1; rest /= 1000) {
            power++;
        }
        return power;
    }

    private static String amount(long bytes, int power) {
        return power == 0
                ? String.valueOf(bytes)
                : String.format(Locale.ROOT, "%.1f", bytes / Math.pow(1000, power));
    }
}
