package org.katagpu.setup;

/** A choice that would carry a secret in the open: into a file, a script's head, the process list. */
public final class OpenSecretException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    /** @param where it stands; never the secret itself */
    public OpenSecretException(String where) {
        super("a secret in " + where);
    }
}
