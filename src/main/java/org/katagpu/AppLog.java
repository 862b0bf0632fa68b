package org.katagpu;

import java.io.IOException;
import java.nio.file.Path;
import java.util.logging.ConsoleHandler;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

import org.katagpu.remote.storage.OwnFolder;

/** Where the wizard's own log goes: a small rotating file in its cache folder, and the terminal it was started from. */
final class AppLog {
    private static final int FILE_BYTES = 1 << 20;
    private static final int FILES = 3;

    private AppLog() {}

    /** @param folder gets {@code wizard.0.log} (the newest) to {@code wizard.2.log}; no secret is ever logged */
    static void to(Path folder) {
        toFile(folder);
        Handler terminal = new ConsoleHandler();
        terminal.setLevel(Level.INFO);
        Logger.getLogger("").addHandler(terminal);
    }

    /** Without the terminal, which is the command line's. */
    static void toFile(Path folder) {
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        root.setLevel(Level.WARNING);
        Logger ours = Logger.getLogger("org.katagpu");
        ours.setLevel(Level.INFO);
        try {
            OwnFolder.make(folder);
            Handler file = new FileHandler(folder.resolve("wizard.%g.log").toString(), FILE_BYTES, FILES, true);
            OwnFolder.own(folder);
            file.setFormatter(new SimpleFormatter());
            root.addHandler(file);
        } catch (IOException e) {
            ours.log(Level.WARNING, "no log file in " + folder, e);
        }
    }
}
