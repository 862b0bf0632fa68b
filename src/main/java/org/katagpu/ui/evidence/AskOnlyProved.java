package org.katagpu.ui.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The admin's choice to ask only a proved machine: kept as an empty file that is there or not. */
public final class AskOnlyProved {
    private static final Logger LOG = LoggerFactory.getLogger(AskOnlyProved.class);

    private final BooleanProperty chosen = new SimpleBooleanProperty();

    /** @param file need not be there, nor its folder */
    public AskOnlyProved(Path file) {
        chosen.set(Files.exists(file));
        chosen.subscribe((_, now) -> keep(file, now));
    }

    public BooleanProperty property() {
        return chosen;
    }

    private static void keep(Path file, boolean on) {
        try {
            if (on) {
                Files.createDirectories(file.toAbsolutePath().getParent());
                if (Files.notExists(file)) {
                    Files.createFile(file);
                }
            } else {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.warn("the choice to ask only a proved machine was not kept", e);
        }
    }
}
