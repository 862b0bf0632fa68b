package org.katagpu.setup.kata;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.Optional;

import org.katagpu.kataconf.toml.KeyRef;

/**
 * What the admin wants of Kata's configuration. The text that is written is made of it on the host as it is at that
 * moment, never kept here; but for an edit of the text itself.
 *
 * @param recommended whether every key this setup needs is to be set, as far as {@code keys} does not say otherwise
 * @param keys values given by hand; these win over recommended ones
 * @param target where to write: an own drop-in that is there already is always taken
 * @param text the whole text as edited by hand and not saved yet; {@link EditedText#NONE}: none
 */
public record KataChoice(boolean recommended, List<WantedKey> keys, KataTarget target, EditedText text) {
    /** All that is recommended for the host, in the file Kata reads. */
    public static final KataChoice DEFAULT = new KataChoice(true, List.of(), KataTarget.MAIN, EditedText.NONE);

    /**
     * A text edited by hand, over the very file it was edited in.
     *
     * @param base SHA-256 of the file it began from; empty: there is no such text
     * @param text whole, valid or not
     */
    public record EditedText(String base, String text) {
        public static final EditedText NONE = new EditedText("", "");

        @JsonIgnore
        public boolean isThere() {
            return !base.isEmpty();
        }

        /** Of the file as read. */
        public static EditedText over(byte[] base, String text) {
            return new EditedText(Sha256.of(base), text);
        }
    }

    public KataChoice {
        keys = List.copyOf(keys);
    }

    public KataChoice withRecommended(boolean wanted) {
        return new KataChoice(wanted, keys, target, text);
    }

    public KataChoice withKeys(List<WantedKey> wanted) {
        return new KataChoice(recommended, wanted, target, text);
    }

    public KataChoice withTarget(KataTarget wanted) {
        return new KataChoice(recommended, keys, wanted, text);
    }

    public KataChoice withText(EditedText edited) {
        return new KataChoice(recommended, keys, target, edited);
    }

    /** What is wanted of one key by hand. */
    public Optional<WantedKey> key(KeyRef ref) {
        return keys.stream().filter(one -> one.ref().equals(ref)).findFirst();
    }
}
