package org.katagpu.attest.trust;

import java.math.BigInteger;
import java.util.Arrays;
import org.katagpu.attest.cbor.Octets;

/**
 * The two forms firmware writes a P-521 signature in: r and s in 66 bytes each, or a DER sequence of two integers. The
 * first begins with 0 or 1 (521 bits), the second with 0x30.
 */
final class EcdsaForm {
    private static final int HALF = 66;
    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;

    private EcdsaForm() {}

    /** As r and s side by side; empty where it is neither form. */
    static Octets fixed(Octets signature) {
        byte[] bytes = signature.bytes();
        if (bytes.length == 0 || bytes[0] != SEQUENCE) {
            return bytes.length == 2 * HALF ? signature : Octets.NONE;
        }
        // SEQUENCE, its length in one byte or two, INTEGER, length, r, INTEGER, length, s
        int at = bytes.length > 1 && bytes[1] == (byte) 0x81 ? 3 : 2;
        BigInteger r = integer(bytes, at);
        BigInteger s = integer(bytes, at + 2 + r.toByteArray().length);
        byte[] encoded = der(r, s);
        return r.signum() > 0 && s.signum() > 0 && r.bitLength() <= 8 * HALF && s.bitLength() <= 8 * HALF
                && Arrays.equals(encoded, bytes) ? sideBySide(r, s) : Octets.NONE;
    }

    /** The integer there, or 0; whether it was encoded as it must be is seen by encoding it again. */
    private static BigInteger integer(byte[] bytes, int at) {
        if (at + 2 >= bytes.length || bytes[at] != INTEGER || bytes[at + 1] <= 0
                || at + 2 + bytes[at + 1] > bytes.length) {
            return BigInteger.ZERO;
        }
        return new BigInteger(bytes, at + 2, bytes[at + 1]);
    }

    private static byte[] der(BigInteger r, BigInteger s) {
        byte[] one = r.toByteArray();
        byte[] other = s.toByteArray();
        int body = 4 + one.length + other.length;
        int head = body < 0x80 ? 2 : 3;
        byte[] der = new byte[head + body];
        der[0] = SEQUENCE;
        if (head == 3) {
            der[1] = (byte) 0x81;
        }
        der[head - 1] = (byte) body;
        der[head] = INTEGER;
        der[head + 1] = (byte) one.length;
        System.arraycopy(one, 0, der, head + 2, one.length);
        der[head + 2 + one.length] = INTEGER;
        der[head + 3 + one.length] = (byte) other.length;
        System.arraycopy(other, 0, der, head + 4 + one.length, other.length);
        return der;
    }

    private static Octets sideBySide(BigInteger r, BigInteger s) {
        byte[] both = new byte[2 * HALF];
        put(r.toByteArray(), both, HALF);
        put(s.toByteArray(), both, 2 * HALF);
        return Octets.of(both);
    }

    private static void put(byte[] number, byte[] into, int end) {
        int length = Math.min(number.length, HALF);
        System.arraycopy(number, number.length - length, into, end - length, length);
    }
}
