package org.katagpu.ui.page.kataconfig.model;

import org.katagpu.kataconf.change.SaveGuard;
import org.katagpu.kataconf.schema.KataVersion;
import org.katagpu.kataconf.schema.Schema;
import org.katagpu.kataconf.toml.TomlDocument;
import org.katagpu.message.ProblemException;
import org.katagpu.setup.kata.KataTarget;
import org.katagpu.setup.kata.OwnDropIn;

/** The bytes a save would write, guarded against anything that was not meant. */
final class SavedText {
    private final Loaded loaded;
    private final OwnDropIn dropIn;

    SavedText(Loaded loaded, Schema schema, KataVersion version) {
        this.loaded = loaded;
        this.dropIn = new OwnDropIn(loaded.mainText(), schema, version);
    }

    byte[] content(KataTarget target, Edited edited) throws ProblemException {
        new SaveGuard().check(edited.base(), edited.present(), edited.intent());
        if (target == KataTarget.MAIN) {
            return edited.present().bytes();
        }
        TomlDocument written = dropIn.toSee(edited.present(), loaded.dropInText());
        return written.bytes();
    }
}
