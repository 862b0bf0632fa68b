package org.katagpu.ui.page.kataconfig.model;

import java.util.List;

import org.katagpu.kataconf.schema.KataVersion;
import org.katagpu.kataconf.schema.Schema;
import org.katagpu.kataconf.toml.TomlDocument;
import org.katagpu.message.ProblemException;
import org.katagpu.setup.kata.KataFile;
import org.katagpu.setup.kata.KataTarget;
import org.katagpu.setup.kata.OwnDropIn;
import org.katagpu.ui.frame.Session;

/** Reads the configuration from the host; blocks. */
final class Loader {
    private final ConfigHost host;
    private final Schema schema;

    Loader(ConfigHost host, Schema schema) {
        this.host = host;
        this.schema = schema;
    }

    /** @throws ProblemException when a file cannot be read, or is no text, with line and column */
    Loaded load(Session session, KataVersion version) throws ProblemException, InterruptedException {
        KataFile main = host.read(session, KataTarget.MAIN);
        TomlDocument text = TomlDocument.read(main.bytes());
        KataFile dropIn = version.dropIns() ? host.read(session, KataTarget.DROPIN) : none(main);
        boolean ours = !dropIn.sha256().equals(KataFile.ABSENT);
        TomlDocument oursText = ours ? TomlDocument.read(dropIn.bytes()) : OwnDropIn.empty(main.path());
        return new Loaded(main, text, dropIn, oursText, new OwnDropIn(text, schema, version).over(oursText));
    }

    private static KataFile none(KataFile main) {
        return new KataFile(main.asked(), "", KataFile.ABSENT, new byte[0], List.of());
    }
}
