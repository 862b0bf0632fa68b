package org.katagpu.ui.page.kata.model;

import org.katagpu.kataconf.toml.TomlDocument;
import org.katagpu.setup.kata.KataLayers;

/**
 * The host's configuration as it was read.
 *
 * @param layers the file Kata reads, and those merged over it
 * @param seen the file with our own drop-in over it: what is edited
 */
record LoadedConfig(KataLayers layers, TomlDocument seen) {
    boolean sameOnHost(LoadedConfig other) {
        return layers.sameAs(other.layers);
    }

    boolean hasDropIn() {
        return layers.hasOurs();
    }
}
