package org.katagpu.ui.browse;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import org.jspecify.annotations.Nullable;
import org.katagpu.message.Problem;
import org.katagpu.remote.Host;
import org.katagpu.setup.browse.FolderReader;
import org.katagpu.setup.browse.HostEntry;
import org.katagpu.setup.browse.HostFolder;
import org.katagpu.setup.browse.WantedPath;
import org.katagpu.ui.control.Background;

/** Which folder of the host is looked at, and what was found on it. JavaFX thread only. */
final class BrowseModel {
    private static final String HOME = "/root";

    private final FolderReader reader;
    private final WantedPath wanted;
    private final Background background;
    private final Consumer<String> chosen;
    private final ReadOnlyObjectWrapper<Optional<HostFolder>> folder = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<List<String>> found = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyBooleanWrapper reading = new ReadOnlyBooleanWrapper();
    private Background.@Nullable Running running;
    private Background.@Nullable Running looking;

    /** @param known paths the host check told of @param chosen gets the path, once one was chosen */
    BrowseModel(Host host, WantedPath wanted, List<String> known, Background background, Consumer<String> chosen) {
        this.reader = new FolderReader(host);
        this.wanted = wanted;
        this.background = background;
        this.chosen = chosen;
        found.set(List.copyOf(known));
    }

    ReadOnlyObjectProperty<Optional<HostFolder>> folderProperty() {
        return folder.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** Where such a thing lies: what the host check told first, then what was found. */
    ReadOnlyObjectProperty<List<String>> foundProperty() {
        return found.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty readingProperty() {
        return reading.getReadOnlyProperty();
    }

    WantedPath wanted() {
        return wanted;
    }

    /** Begins where the field points, else at root's home. */
    void begin(String typed) {
        int slash = typed.lastIndexOf('/');
        open(wanted.folder() && slash == 0 ? typed : slash > 0 ? typed.substring(0, slash) : HOME);
        looking = background.run(() -> reader.find(wanted), this::add, why -> {
            // The folders can be looked through all the same.
        });
    }

    private void add(List<String> more) {
        Set<String> all = new LinkedHashSet<>(found.get());
        all.addAll(more);
        found.set(List.copyOf(all));
    }

    /** Reads a folder; the one shown stays until it is there. */
    void open(String path) {
        stop();
        reading.set(true);
        problem.set(Optional.empty());
        running = background.run(() -> reader.read(path), this::show, this::failed);
    }

    private void show(HostFolder now) {
        reading.set(false);
        folder.set(Optional.of(now));
    }

    private void failed(Problem why) {
        reading.set(false);
        problem.set(Optional.of(why));
    }

    void up() {
        folder.get().ifPresent(now -> open(now.parent()));
    }

    /** What Enter or a double click does: goes into a folder, takes a file. */
    void enter(HostEntry entry) {
        folder.get().filter(now -> entry.sayable()).ifPresent(now -> {
            if (entry.kind() == HostEntry.Kind.FOLDER) {
                open(now.of(entry));
            } else if (canTake(entry)) {
                chosen.accept(now.of(entry));
            }
        });
    }

    /** Whether this is what the field wants. */
    boolean canTake(HostEntry entry) {
        return entry.sayable() && (entry.kind() == HostEntry.Kind.FOLDER) == wanted.folder();
    }

    /** The path to take: the selected entry's, or for a folder the one shown; empty: nothing to take. */
    Optional<String> target(Optional<HostEntry> selected) {
        return folder.get().flatMap(now -> selected.isPresent()
                ? selected.filter(this::canTake).map(now::of)
                : Optional.of(now.path()).filter(path -> wanted.folder()));
    }

    void take(String path) {
        chosen.accept(path);
    }

    private void stop() {
        Background.Running before = running;
        if (before != null) {
            before.cancel();
        }
    }

    void close() {
        stop();
        Background.Running find = looking;
        if (find != null) {
            find.cancel();
        }
    }

    /** Places to begin from. */
    List<String> places() {
        return List.of("/", "/root", "/home", "/opt", "/usr/src", "/var/lib", "/mnt");
    }
}
