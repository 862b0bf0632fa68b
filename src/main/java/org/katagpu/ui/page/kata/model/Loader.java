package org.katagpu.ui.page.kata.model;

import org.katagpu.kataconf.advice.SetupFacts;
import org.katagpu.kataconf.toml.TomlDocument;
import org.katagpu.message.ProblemException;
import org.katagpu.setup.kata.KataBackup;
import org.katagpu.setup.kata.KataDraft;
import org.katagpu.setup.kata.KataFile;
import org.katagpu.setup.kata.KataLayers;
import org.katagpu.setup.kata.KataTarget;
import org.katagpu.ui.frame.Session;

/** Reads from the host the configuration of the Kata a plan's runtime leads to; blocks. */
record Loader(ConfigHost host, String runtime) {
    /** @throws ProblemException when a file cannot be read, or is no text, with line and column */
    LoadedConfig load(Session session, SetupFacts facts) throws ProblemException, InterruptedException {
        KataLayers layers = host.layers(session, facts.version().dropIns(), runtime);
        // Says at which line and column it is no text.
        TomlDocument.read(layers.main().bytes());
        return new LoadedConfig(layers, KataDraft.shown(layers, facts));
    }

    KataFile read(Session session, KataTarget target) throws ProblemException, InterruptedException {
        return host.read(session, target, runtime);
    }

    byte[] read(Session session, KataBackup backup) throws ProblemException, InterruptedException {
        return host.read(session, backup, runtime);
    }
}
