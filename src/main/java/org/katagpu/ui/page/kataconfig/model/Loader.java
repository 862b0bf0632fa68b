package org.katagpu.ui.page.kataconfig.model;

import org.katagpu.kataconf.advice.SetupFacts;
import org.katagpu.kataconf.toml.TomlDocument;
import org.katagpu.message.ProblemException;
import org.katagpu.setup.kata.KataDraft;
import org.katagpu.setup.kata.KataLayers;
import org.katagpu.ui.frame.Session;

/** Reads the configuration from the host; blocks. */
final class Loader {
    private final ConfigHost host;

    Loader(ConfigHost host) {
        this.host = host;
    }

    /** @throws ProblemException when a file cannot be read, or is no text, with line and column */
    Loaded load(Session session, SetupFacts facts) throws ProblemException, InterruptedException {
        KataLayers layers = host.layers(session, facts.version().dropIns());
        // Says at which line and column it is no text.
        TomlDocument.read(layers.main().bytes());
        return new Loaded(layers, KataDraft.shown(layers, facts));
    }
}
