package org.katagpu.ui.frame;

import org.katagpu.message.Messages;

/** Draws one step in the given language, over a model that outlives it. */
@FunctionalInterface
public interface PageFactory {
    Page create(Messages words);
}
