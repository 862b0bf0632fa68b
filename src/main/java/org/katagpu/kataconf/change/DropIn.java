package org.katagpu.kataconf.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.katagpu.kataconf.toml.Edit;
import org.katagpu.kataconf.toml.KeyRef;
import org.katagpu.kataconf.toml.TomlDocument;
import org.katagpu.kataconf.toml.TomlValue;
import org.katagpu.message.ProblemException;

/**
 * Edits as a file of its own in {@code config.d}, which Kata merges over the main file: the packaged file stays as it
 * is, and survives updates.
 *
 * @param document the drop-in: the keys it had before, and those changed
 * @param unset keys that were taken out of the main file: a drop-in cannot say that, so they stay as they are
 */
public record DropIn(TomlDocument document, List<KeyRef> unset) {
    private static final String HEAD = "# Written by Kata GPU Wizard. Kata merges it over the configuration beside this folder.\n";

    public DropIn {
        unset = List.copyOf(unset);
    }

    /**
     * @param before the drop-in as it stands; empty text where there is none
     * @param main the main file as it stands
     * @param edited the main file as it should be
     */
    public static DropIn of(TomlDocument before, TomlDocument main, TomlDocument edited) throws ProblemException {
        TomlDocument document = before.text().isEmpty() ? before.withText(HEAD) : before;
        List<KeyRef> unset = new ArrayList<>();
        for (KeyRef ref : edited.activeKeys()) {
            Optional<TomlValue> value = edited.value(ref);
            if (value.isPresent() && !value.equals(main.value(ref))) {
                document = document.after(new Edit.Set(ref, value.get()));
            }
        }
        main.activeKeys().stream().filter(ref -> edited.active(ref).isEmpty()).forEach(unset::add);
        return new DropIn(document, unset);
    }
}
