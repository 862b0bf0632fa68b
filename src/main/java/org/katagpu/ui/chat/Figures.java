package org.katagpu.ui.chat;

import java.time.Duration;
import java.util.Locale;
import java.util.StringJoiner;

import org.katagpu.chat.Statistics;
import org.katagpu.message.Messages;

/** The figures of an answer in words. */
final class Figures {
    private static final double MILLIS = 1_000;

    private final Messages words;

    Figures(Messages words) {
        this.words = words;
    }

    String of(Statistics figures) {
        StringJoiner line = new StringJoiner(" \u00b7 ");
        figures.usage().ifPresentOrElse(
                usage -> line.add(words.get("chatpanel.figures.tokens", String.valueOf(usage.completion()),
                        String.valueOf(usage.prompt()))),
                () -> line.add(words.get("chatpanel.figures.parts", String.valueOf(figures.parts()))));
        figures.tokensPerSecond()
                .ifPresent(speed -> line.add(words.get("chatpanel.figures.speed", one(speed))));
        figures.firstToken().ifPresent(wait -> line.add(words.get("chatpanel.figures.first", seconds(wait))));
        return line.toString();
    }

    String waiting(long nanos) {
        return words.get("chatpanel.waiting", seconds(Duration.ofNanos(nanos)));
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, time.toMillis() < MILLIS ? "%.2f" : "%.1f", time.toMillis() / MILLIS);
    }

    private static String one(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
