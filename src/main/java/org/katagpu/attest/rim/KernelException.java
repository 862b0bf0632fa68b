package org.katagpu.attest.rim;

import org.katagpu.message.Text;

/** A file is no kernel whose measurement can be computed. */
public final class KernelException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Text reason;

    KernelException(Text reason) {
        super(reason.key());
        this.reason = reason;
    }

    public Text reason() {
        return reason;
    }
}
