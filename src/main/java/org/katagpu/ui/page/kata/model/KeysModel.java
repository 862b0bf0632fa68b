package org.katagpu.ui.page.kata.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

import org.katagpu.kataconf.KeyRow;
import org.katagpu.kataconf.toml.KeyRef;
import org.katagpu.kataconf.toml.TablePath;
import org.katagpu.message.Messages;

/** Which of the keys are in sight: a table, a search, a filter, and the one selected. JavaFX thread only. */
public final class KeysModel {
    /** One entry of the list of tables. @param table empty: all of them @param hits rows that match */
    public record TableEntry(Optional<TablePath> table, int hits, int problems) {}

    private final EditModel edit;
    private final ObjectProperty<Optional<TablePath>> table = new SimpleObjectProperty<>(Optional.empty());
    private final StringProperty search = new SimpleStringProperty("");
    private final BooleanProperty onlySet = new SimpleBooleanProperty();
    private final ObjectProperty<Optional<KeyRef>> selected = new SimpleObjectProperty<>(Optional.empty());
    private final ReadOnlyObjectWrapper<List<TableEntry>> tables = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<List<KeyRow>> rows = new ReadOnlyObjectWrapper<>(List.of());
    private UnaryOperator<String> meaning = row -> "";

    KeysModel(EditModel edit) {
        this.edit = edit;
        edit.judgedProperty().get().tables().keySet().stream()
                .filter(one -> one.parts().size() == 2 && one.parts().getFirst().equals("hypervisor")).findFirst()
                .ifPresent(first -> table.set(Optional.of(first)));
        edit.judgedProperty().subscribe(judged -> sift());
        table.subscribe(now -> sift());
        search.subscribe(this::searched);
        onlySet.subscribe(now -> sift());
    }

    /** The same in sight as in an earlier reading. */
    void likeBefore(KeysModel before) {
        onlySet.set(before.onlySet.get());
        table.set(before.table.get());
        search.set(before.search.get());
        selected.set(before.selected.get());
    }

    public ObjectProperty<Optional<TablePath>> tableProperty() {
        return table;
    }

    public StringProperty searchProperty() {
        return search;
    }

    /** Whether only keys that stand active in the file are shown. */
    public BooleanProperty onlySetProperty() {
        return onlySet;
    }

    public ObjectProperty<Optional<KeyRef>> selectedProperty() {
        return selected;
    }

    public ReadOnlyObjectProperty<List<TableEntry>> tablesProperty() {
        return tables.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<List<KeyRow>> rowsProperty() {
        return rows.getReadOnlyProperty();
    }

    /** The selected key as it now stands. */
    public Optional<KeyRow> selectedRow() {
        return selected.get().flatMap(ref -> edit.judgedProperty().get().tables().getOrDefault(ref.table(), List.of())
                .stream().filter(row -> row.ref().equals(ref)).findFirst());
    }

    /** Brings a key into sight, whatever was searched for. */
    public void reveal(KeyRef ref) {
        search.set("");
        onlySet.set(false);
        table.set(Optional.of(ref.table()));
        selected.set(Optional.of(ref));
    }

    /** The language in which meanings are searched. */
    public void speak(Messages words) {
        meaning = key -> words.has(key) ? words.get(key).toLowerCase(Locale.ROOT) : "";
        sift();
    }

    /** A word found in other tables only is shown there. */
    private void searched(String word) {
        sift();
        if (!word.isBlank() && rows.get().isEmpty() && table.get().isPresent()) {
            table.set(Optional.empty());
        }
    }

    private void sift() {
        Analysis judged = edit.judgedProperty().get();
        List<TableEntry> entries = new ArrayList<>();
        List<KeyRow> all = new ArrayList<>();
        List<KeyRow> shown = new ArrayList<>();
        int faulty = 0;
        for (var one : judged.tables().entrySet()) {
            List<KeyRow> hits = one.getValue().stream().filter(this::matches).toList();
            int problems = (int) hits.stream().filter(row -> !judged.problemsAt(row).isEmpty()).count();
            entries.add(new TableEntry(Optional.of(one.getKey()), hits.size(), problems));
            faulty += problems;
            all.addAll(hits);
            if (table.get().equals(Optional.of(one.getKey()))) {
                shown.addAll(hits);
            }
        }
        entries.addFirst(new TableEntry(Optional.empty(), all.size(), faulty));
        tables.set(List.copyOf(entries));
        rows.set(List.copyOf(table.get().isEmpty() ? all : shown));
    }

    private boolean matches(KeyRow row) {
        String word = search.get().strip().toLowerCase(Locale.ROOT);
        return (!onlySet.get() || row.state() == KeyRow.State.ACTIVE) && (word.isEmpty() || row.matches(word)
                || row.spec().map(spec -> meaning.apply(spec.meaning().key()).contains(word)).orElse(false));
    }
}
