package org.katagpu.ui.page.kata.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;
import org.katagpu.kataconf.toml.TomlDocument;
import org.katagpu.ui.control.Background;

/**
 * The document as lines under edit. What is typed stands here at once; it is read as a document when the typing
 * pauses, and whatever it is, valid or not, it is kept. JavaFX thread only.
 */
public final class TextModel {
    private final EditModel edit;
    private final Background background;
    private final ObservableList<String> lines = FXCollections.observableArrayList();
    private final ReadOnlyIntegerWrapper caretLine = new ReadOnlyIntegerWrapper(-1);
    private final Runnable typed;
    private String told;
    private boolean pending;
    private Background.@Nullable Running reading;
    private int caretColumn;

    /** @param typed called with each change by hand: the view waits for a pause and then calls {@link #settle} */
    public TextModel(EditModel edit, Background background, Runnable typed) {
        this.edit = edit;
        this.background = background;
        this.typed = typed;
        this.told = edit.documentProperty().get().text();
        lines.setAll(split(told));
    }

    /** Without line breaks; a carriage return before a break is kept at the line's end. */
    public ObservableList<String> lines() {
        return lines;
    }

    /** The line being edited, from 0; -1: none. */
    public ReadOnlyIntegerProperty caretLineProperty() {
        return caretLine.getReadOnlyProperty();
    }

    /** Where the caret goes in the line that is edited now. */
    public int caretColumn() {
        return caretColumn;
    }

    /** Follows the document when something else changed it. */
    public void follow(TomlDocument document) {
        if (!document.text().equals(told)) {
            pending = false;
            told = document.text();
            List<String> now = split(told);
            show(now);
            caretTo(Math.min(caretLine.get(), now.size() - 1), caretColumn);
        }
    }

    public void caretTo(int line, int column) {
        caretColumn = column;
        if (caretLine.get() == line) {
            caretLine.set(-1);
        }
        caretLine.set(line);
    }

    public void type(int line, String text) {
        String kept = lines.get(line).endsWith("\r") ? text + "\r" : text;
        if (!lines.get(line).equals(kept)) {
            lines.set(line, kept);
            changed();
        }
    }

    /** Puts text with line breaks in place of a stretch of one line. */
    public void insert(int line, int from, int to, String text) {
        String old = lines.get(line);
        String end = lineEnd();
        List<String> fresh = new ArrayList<>(
                Arrays.asList((old.substring(0, from) + text.replace("\r", "") + old.substring(to)).split("\n", -1)));
        int last = fresh.size() - 1;
        int column = fresh.get(last).length() - (old.length() - to);
        for (int i = 0; i < last; i++) {
            fresh.set(i, fresh.get(i) + end);
        }
        lines.set(line, fresh.getFirst());
        lines.addAll(line + 1, fresh.subList(1, fresh.size()));
        changed();
        caretTo(line + last, column);
    }

    /** Joins a line with the one before it. */
    public void joinWithPrevious(int line) {
        if (line > 0 && line < lines.size()) {
            String before = strip(lines.get(line - 1));
            String both = before + lines.get(line);
            lines.set(line - 1, both);
            lines.remove(line);
            changed();
            caretTo(line - 1, before.length());
        }
    }

    public void remove(int from, int to) {
        lines.remove(from, to);
        if (lines.isEmpty()) {
            lines.add("");
        }
        changed();
        caretTo(Math.min(from, lines.size() - 1), 0);
    }

    /** The typing paused: the text becomes the document. */
    public void settle() {
        if (!pending) {
            return;
        }
        pending = false;
        String text = String.join("\n", lines);
        told = text;
        TomlDocument before = edit.documentProperty().get();
        Background.Running other = reading;
        if (other != null) {
            other.cancel();
        }
        reading = background.run(() -> before.withText(text), this::read, problem -> {});
    }

    /** At once, before an undo or a review: on the JavaFX thread, which a large file holds up for a moment. */
    public void settleNow() {
        if (pending) {
            pending = false;
            told = String.join("\n", lines);
            edit.text(edit.documentProperty().get().withText(told));
        }
    }

    private void read(TomlDocument document) {
        if (!pending && document.text().equals(told)) {
            edit.text(document);
        }
    }

    private void changed() {
        pending = true;
        typed.run();
    }

    /** Only what differs is replaced, so that the view stays where it is. */
    private void show(List<String> now) {
        int same = 0;
        int shorter = Math.min(now.size(), lines.size());
        while (same < shorter && now.get(same).equals(lines.get(same))) {
            same++;
        }
        int tail = 0;
        while (tail < shorter - same && now.get(now.size() - 1 - tail).equals(lines.get(lines.size() - 1 - tail))) {
            tail++;
        }
        lines.remove(same, lines.size() - tail);
        lines.addAll(same, now.subList(same, now.size() - tail));
    }

    private String lineEnd() {
        return !lines.isEmpty() && lines.getFirst().endsWith("\r") ? "\r" : "";
    }

    private static String strip(String line) {
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    private static List<String> split(String text) {
        return Arrays.asList(text.split("\n", -1));
    }
}
