package org.katagpu.ui.page.kata.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.katagpu.kataconf.advice.Recommendation;
import org.katagpu.kataconf.toml.Edit;
import org.katagpu.kataconf.toml.TomlDocument;
import org.katagpu.kataconf.toml.TomlValue;
import org.katagpu.setup.kata.KataChoice;
import org.katagpu.setup.kata.KeyChange;
import org.katagpu.setup.kata.WantedKey;

/** Between a document under edit and what the plan keeps of it. */
final class PlannedKeys {
    private PlannedKeys() {}

    /**
     * The choice that makes {@code now} of {@code base}. What was wanted before and stands there stays wanted; what is
     * recommended anyway is not kept key by key, so that it follows the model and the GPUs chosen.
     */
    static KataChoice of(KataChoice before, EditedConfig edited, Analysis now, List<Recommendation> atBase) {
        TomlDocument base = edited.base();
        TomlDocument present = edited.present();
        boolean recommended = before.recommended()
                || !now.recommended().isEmpty() && now.unsatisfied() == 0 && now.document().equals(present);
        List<WantedKey> keys = new ArrayList<>();
        for (WantedKey key : before.keys()) {
            boolean stands = key.content().equals(present.value(key.ref()));
            if (stands && base.value(key.ref()).equals(present.value(key.ref()))) {
                keys.add(key);
            }
        }
        for (KeyChange change : KeyChange.between(base, present)) {
            boolean anyway = recommended && atBase.stream().anyMatch(
                    one -> one.ref().equals(change.ref()) && change.after().equals(Optional.of(one.value())));
            if (!anyway) {
                keys.add(WantedKey.of(change.ref(), change.after()));
            }
        }
        KataChoice.EditedText text = edited.intent().freeText() && !base.equals(present)
                ? KataChoice.EditedText.over(base.bytes(), present.text())
                : KataChoice.EditedText.NONE;
        return new KataChoice(recommended, keys, before.target(), text);
    }

    /** The edits that bring about what the plan wants by hand and the document does not have yet. */
    static List<Edit> edits(KataChoice choice, TomlDocument document) {
        List<Edit> edits = new ArrayList<>();
        for (WantedKey key : choice.keys()) {
            Optional<TomlValue> value = key.content();
            if (value.isPresent() && !value.equals(document.value(key.ref()))) {
                edits.add(new Edit.Set(key.ref(), value.get()));
            } else if (!key.isSet() && document.active(key.ref()).isPresent()) {
                edits.add(new Edit.Unset(key.ref()));
            }
        }
        return edits;
    }
}
