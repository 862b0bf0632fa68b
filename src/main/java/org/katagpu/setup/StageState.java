package org.katagpu.setup;

/** What a stage's check says of the host now; never what the app remembers. */
public enum StageState {
    DONE, NEEDED, BLOCKED
}
