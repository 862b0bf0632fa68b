package org.katagpu.ui.page.kata.model;

import org.katagpu.kataconf.change.History;
import org.katagpu.kataconf.change.Intent;
import org.katagpu.kataconf.toml.TomlDocument;

/** What stands between the file as read and as edited, to be used on any thread. */
record EditedConfig(TomlDocument base, TomlDocument present, Intent intent) {
    static EditedConfig of(History history) {
        return new EditedConfig(history.base(), history.present(), history.intent());
    }
}
