package org.katagpu.ui.page.kataconfig.model;

import org.katagpu.kataconf.change.History;
import org.katagpu.kataconf.change.Intent;
import org.katagpu.kataconf.toml.TomlDocument;

/** What stands between the file as read and as edited, to be used on any thread. */
record Edited(TomlDocument base, TomlDocument present, Intent intent) {
    static Edited of(History history) {
        return new Edited(history.base(), history.present(), history.intent());
    }
}
