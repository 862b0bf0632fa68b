package org.katagpu.setup;

/** What a stage's script is asked to do; names the script {@code setup/<stage>/<action>.sh}. */
public enum Action {
    /** Says how the host is now and what would change. Changes nothing. */
    CHECK,
    /** Makes it so; a second run reports that nothing changed. */
    APPLY,
    /** Takes back exactly what apply did, from the record it left on the host. */
    UNDO
}
