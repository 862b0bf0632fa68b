package org.katagpu.canary;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A secret that is nowhere in this JVM as it is but in arrays handed out. */
final class MaskedSecret {
    private static final byte MASK = (byte) 0xA5;

    private final byte[] masked;

    /** @param plain ASCII; wiped */
    MaskedSecret(byte[] plain) {
        masked = new byte[plain.length];
        for (int i = 0; i < plain.length; i++) {
            masked[i] = (byte) (plain[i] ^ MASK);
        }
        Arrays.fill(plain, (byte) 0);
    }

    int length() {
        return masked.length;
    }

    /** The taker's to wipe. */
    char[] characters() {
        char[] plain = new char[masked.length];
        for (int i = 0; i < plain.length; i++) {
            plain[i] = (char) ((masked[i] ^ MASK) & 0x7f);
        }
        return plain;
    }

    /** @param width bytes a character has there, @param low which of them holds it; the others are zero */
    boolean isAt(ByteBuffer where, int at, int end, int width, int low) {
        if (at + masked.length * width > end) {
            return false;
        }
        for (int i = 0; i < masked.length; i++) {
            int place = at + i * width;
            if (where.get(place + low) != (byte) (masked[i] ^ MASK) || width == 2 && where.get(place + 1 - low) != 0) {
                return false;
            }
        }
        return true;
    }
}
