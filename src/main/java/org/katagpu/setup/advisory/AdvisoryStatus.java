package org.katagpu.setup.advisory;

/** Whether a version has a published fault. */
public enum AdvisoryStatus {
    AFFECTED, FIXED,
    /** The version could not be read, its branch is not in the record, or a distribution's own build may have the fix. */
    UNKNOWN
}
