package org.katagpu.ui.evidence;

import java.io.IOException;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;

import org.katagpu.setup.serve.ProvedOnly;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The admin's choice to ask only a proved machine, as the window shows it. */
public final class AskOnlyProved {
    private static final Logger LOG = LoggerFactory.getLogger(AskOnlyProved.class);

    private final BooleanProperty chosen = new SimpleBooleanProperty();

    public AskOnlyProved(ProvedOnly kept) {
        chosen.set(kept.chosen());
        chosen.subscribe((_, now) -> {
            try {
                kept.choose(now);
            } catch (IOException e) {
                LOG.warn("the choice to ask only a proved machine was not kept", e);
            }
        });
    }

    public BooleanProperty property() {
        return chosen;
    }
}
