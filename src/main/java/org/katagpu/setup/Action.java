package org.katagpu.setup;

/** What a stage's script is asked to do. */
public enum Action {
    /** Says how the host is now and what would change. Changes nothing. */
    CHECK("check"),
    /** Makes it so; a second run reports that nothing changed. */
    APPLY("apply"),
    /** Takes back exactly what apply did, from the record it left on the host. */
    UNDO("undo"),
    /** Says what {@link #UNDO} would take back now, by the same script. Changes nothing. */
    PREVIEW("undo");

    private final String script;

    Action(String script) {
        this.script = script;
    }

    /** Names the script: {@code setup/<stage>/<script>.sh}. */
    public String script() {
        return script;
    }

    /** Whether it only reads: run directly, not as a job. */
    public boolean reads() {
        return this == CHECK || this == PREVIEW;
    }
}
