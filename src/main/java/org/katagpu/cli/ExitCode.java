package org.katagpu.cli;

/** How a command ended, for the script that called it. Documented in docs/command-line.md. */
public enum ExitCode {
    /** It is done, or there was nothing to do. */
    DONE(0),
    /** The command line was wrong, or the program itself failed. */
    USAGE(1),
    /** Something speaks against it: a finding, or a question that waits for an answer. */
    BLOCKED(2),
    /** It was tried and failed, or what it is about cannot be read. */
    FAILED(3),
    /** The host could not be reached, or did not let us in. */
    CONNECTION(4),
    /** The host's key is not known, another than before, or revoked. */
    HOST_KEY(5);

    private final int status;

    ExitCode(int status) {
        this.status = status;
    }

    /** The worse of two ends. */
    ExitCode or(ExitCode other) {
        return status >= other.status ? this : other;
    }

    public int status() {
        return status;
    }
}
