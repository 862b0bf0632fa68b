package org.katagpu.ui.page.kataconfig.model;

import org.katagpu.kataconf.toml.TomlDocument;
import org.katagpu.setup.kata.KataFile;

/**
 * The host's configuration as it was read.
 *
 * @param main the file Kata reads, with its text
 * @param dropIn ours beside it, with its text; without bytes where there is none
 * @param seen both together, as Kata sees them
 */
record Loaded(KataFile main, TomlDocument mainText, KataFile dropIn, TomlDocument dropInText, TomlDocument seen) {
    boolean sameOnHost(Loaded other) {
        return main.sha256().equals(other.main.sha256()) && main.path().equals(other.main.path())
                && dropIn.sha256().equals(other.dropIn.sha256());
    }

    boolean hasDropIn() {
        return !dropIn.sha256().equals(KataFile.ABSENT);
    }
}
