package org.katagpu.ui.page.gpu;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;

import org.katagpu.host.HostScan;
import org.katagpu.host.PciAddress;
import org.katagpu.message.Messages;

/** The rows of the GPU list, those a word picks out of them, and what can be chosen at once. JavaFX thread only. */
final class GpuList {
    private final ObservableList<GpuRow> rows = FXCollections.observableArrayList();
    private final FilteredList<GpuRow> shown = new FilteredList<>(rows);
    private final ReadOnlyObjectWrapper<List<GpuRow>> free = new ReadOnlyObjectWrapper<>(List.of());
    private final Messages words;
    private Optional<HostScan> read = Optional.empty();

    GpuList(Messages words) {
        this.words = words;
    }

    /** What the filter leaves. */
    FilteredList<GpuRow> shown() {
        return shown;
    }

    int size() {
        return rows.size();
    }

    /** Of those shown, what nothing uses. */
    ReadOnlyObjectProperty<List<GpuRow>> freeProperty() {
        return free.getReadOnlyProperty();
    }

    /** @return whether anything of the GPUs is other than before */
    boolean show(Optional<HostScan> scan) {
        boolean same = scan.isPresent() && read.isPresent() && scan.get().gpus().equals(read.get().gpus())
                && scan.get().topology().equals(read.get().topology());
        read = scan;
        if (same) {
            return false;
        }
        rows.setAll(scan.map(now -> now.gpus().all().stream().map(gpu -> new GpuRow(gpu, now, words)).toList())
                .orElse(List.of()));
        count();
        return true;
    }

    /** Shows the rows with what is typed in them, or where none has it whole, with each of its words. */
    void filter(String typed) {
        String phrase = typed.strip().toLowerCase(Locale.ROOT);
        if (phrase.isEmpty()) {
            shown.setPredicate(null);
        } else {
            List<String> wanted = rows.stream().anyMatch(row -> row.searched().contains(phrase))
                    ? List.of(phrase)
                    : List.of(phrase.split("\\s+"));
            shown.setPredicate(row -> {
                String text = row.searched();
                return wanted.stream().allMatch(text::contains);
            });
        }
        count();
    }

    void chosen(Set<PciAddress> chosen) {
        rows.forEach(row -> row.chosen(chosen.contains(row.address())));
        count();
    }

    private void count() {
        free.set(shown.stream().filter(GpuRow::isFree).toList());
    }
}
