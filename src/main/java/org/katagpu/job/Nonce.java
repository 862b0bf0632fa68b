package org.katagpu.job;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Makes the random words that no output can hold by chance or guess. */
public final class Nonce {
    private static final int BYTES = 16;

    private Nonce() {}

    /** 32 hexadecimal digits, 128 random bits. */
    public static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
