package org.katagpu.ui.log;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

import javafx.scene.paint.Color;
import javafx.scene.text.Font;

/** How rows look now: theme, search and time stamps. Turns an entry into the pieces of its row. JavaFX thread only. */
final class RowRenderer {
    /** More of a line is not drawn; it can be read in the tooltip and copied. */
    static final int MOST_SHOWN = 1_000;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final EntryWords words;
    private final DateTimeFormatter time;
    private final LogFont font;
    private LogTheme theme = LogTheme.INITIAL;
    private SearchTerm needle = SearchTerm.NONE;
    private long currentHit = -1;
    private boolean times = true;
    private int revision;

    RowRenderer(EntryWords words, ZoneId zone, LogFont font) {
        this.words = words;
        this.font = font;
        time = TIME.withZone(zone);
    }

    List<TextRun> pieces(LogEntry entry) {
        StyledText line = words.styled(entry);
        String text = line.text();
        int shown = Math.min(text.length(), MOST_SHOWN);
        List<Integer> hits = needle.placesIn(text.substring(0, shown));
        List<TextRun> pieces = new ArrayList<>();
        if (line.runs().isEmpty() && hits.isEmpty()) {
            pieces.add(piece(entry, text.substring(0, shown), Sgr.NONE, false));
        } else {
            cut(entry, line, hits, shown, pieces);
        }
        int left = left(entry, text);
        if (left > 0) {
            pieces.add(new TextRun(" … +" + left, font.mono(), theme.muted(), false, null, null));
        }
        return pieces;
    }

    /** How many characters are not drawn. */
    private static int left(LogEntry entry, String text) {
        return Math.max(0, text.length() - MOST_SHOWN) + (entry instanceof LogEntry.Line line ? line.cut() : 0);
    }

    boolean isClipped(LogEntry entry) {
        return entry instanceof LogEntry.Line line && line.text().length() > MOST_SHOWN;
    }

    String time(LogEntry entry) {
        return time.format(Instant.ofEpochMilli(entry.time()));
    }

    EntryWords words() {
        return words;
    }

    LogFont font() {
        return font;
    }

    LogTheme theme() {
        return theme;
    }

    void theme(LogTheme value) {
        theme = value;
        revision++;
    }

    void search(SearchTerm value) {
        needle = value;
        currentHit = -1;
        revision++;
    }

    void currentHit(long number) {
        currentHit = number;
        revision++;
    }

    long currentHit() {
        return currentHit;
    }

    /** Counts its changes: what was drawn with another one is out of date. */
    int revision() {
        return revision;
    }

    boolean times() {
        return times;
    }

    void times(boolean shown) {
        times = shown;
        revision++;
    }

    private void cut(LogEntry entry, StyledText line, List<Integer> hits, int shown, List<TextRun> pieces) {
        TreeSet<Integer> edges = new TreeSet<>(List.of(0, shown));
        line.runs().forEach(run -> edges.addAll(List.of(Math.min(run.from(), shown), Math.min(run.to(), shown))));
        hits.forEach(hit -> edges.addAll(List.of(hit, hit + needle.text().length())));
        int from = 0;
        for (int to : edges.tailSet(0, false)) {
            int at = from;
            Sgr style = line.runs().stream().filter(run -> run.from() <= at && at < run.to()).findFirst()
                    .map(StyledText.Run::style).orElse(Sgr.NONE);
            boolean marked = hits.stream().anyMatch(hit -> hit <= at && at < hit + needle.text().length());
            pieces.add(piece(entry, line.text().substring(from, to), style, marked));
            from = to;
        }
    }

    private TextRun piece(LogEntry entry, String text, Sgr style, boolean marked) {
        if (marked) {
            Color ring = entry.number() == currentHit ? theme.of(LogLevel.WARN) : null;
            return new TextRun(text, font(entry, style), theme.text(), style.underline(),
                    theme.look(LogTheme.Look.MARK),
                    ring);
        }
        Color fill = style.colour() == Sgr.DEFAULT && !style.faint() ? theme.of(entry.level()) : theme.of(style);
        return new TextRun(text, font(entry, style), fill, style.underline(), null, null);
    }

    private Font font(LogEntry entry, Sgr style) {
        return switch (entry) {
            case LogEntry.Heading _ -> font.wordsBold();
            case LogEntry.Said _ -> font.words();
            case LogEntry.Line _ -> style.bold() ? font.monoBold() : font.mono();
        };
    }
}
