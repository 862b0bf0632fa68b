package org.katagpu.ui.control;

import java.util.Optional;
import java.util.function.UnaryOperator;

/** What an edit makes of a choice; a choice refuses what no script may get. */
public final class AllowedEdit {
    private AllowedEdit() {}

    /** @return the edited choice; empty where it may not be made */
    public static <C> Optional<C> of(C choice, UnaryOperator<C> edit) {
        try {
            return Optional.of(edit.apply(choice));
        } catch (IllegalArgumentException notAllowed) {
            return Optional.empty();
        }
    }
}
