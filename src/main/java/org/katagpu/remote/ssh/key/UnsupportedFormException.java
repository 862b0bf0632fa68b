package org.katagpu.remote.ssh.key;

import java.io.IOException;

/** The key was decrypted, and is of a form that is not taken. */
final class UnsupportedFormException extends IOException {
    private final String form;

    UnsupportedFormException(String form, Throwable cause) {
        super(form, cause);
        this.form = form;
    }

    String form() {
        return form;
    }
}
