package org.katagpu.kataconf.check;

/** Whether a finding keeps the file from being saved. */
public enum Severity {
    /** Kata would refuse the file, and with it every container. Blocks a save. */
    ERROR,
    /** Kata takes the file, but not as meant. */
    WARNING
}
