package org.katagpu.attest.cbor;

/** What stands there is not the CBOR we take. */
public final class CborException extends Exception {
    private static final long serialVersionUID = 1;

    CborException(String what, int offset) {
        super(what + " at byte " + offset);
    }
}
