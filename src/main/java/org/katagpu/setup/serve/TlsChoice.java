package org.katagpu.setup.serve;

import com.fasterxml.jackson.annotation.JsonCreator;

/** Whether the server speaks TLS with a certificate of its own, made inside the guest. */
public enum TlsChoice {
    /** Nobody chose: where the guest's firmware can give evidence, since only a key can be named in it. */
    AUTOMATIC, ON, OFF;

    /** @param word as plans have it; those of earlier wizards said yes or no */
    @JsonCreator
    static TlsChoice of(String word) {
        return switch (word) {
            case "true" -> ON;
            case "false" -> OFF;
            default -> valueOf(word);
        };
    }

    public static TlsChoice of(boolean chosen) {
        return chosen ? ON : OFF;
    }

    /** For the scripts. */
    String parameter() {
        return switch (this) {
            case AUTOMATIC -> "auto";
            case ON -> "1";
            case OFF -> "";
        };
    }
}
