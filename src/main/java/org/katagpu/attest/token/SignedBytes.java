package org.katagpu.attest.token;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.katagpu.attest.cbor.Octets;

/** COSE's Sig_structure of a message: {@code ["Signature1", header, h'', payload]}. */
final class SignedBytes {
    private static final int ROW_OF_FOUR = 0x84;
    private static final int BYTES = 0x40;
    private static final int TEXT = 0x60;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private SignedBytes() {}

    static Octets of(Octets header, Octets payload) {
        SignedBytes written = new SignedBytes();
        written.out.write(ROW_OF_FOUR);
        written.add(TEXT, "Signature1".getBytes(StandardCharsets.US_ASCII));
        written.add(BYTES, header.bytes());
        written.add(BYTES, new byte[0]);
        written.add(BYTES, payload.bytes());
        return Octets.of(written.out.toByteArray());
    }

    private void add(int type, byte[] bytes) {
        if (bytes.length < 24) {
            out.write(type | bytes.length);
        } else if (bytes.length < 0x100) {
            out.write(type | 24);
            out.write(bytes.length);
        } else {
            // A token has at most 8192 bytes.
            out.write(type | 25);
            out.write(bytes.length >> 8);
            out.write(bytes.length);
        }
        out.writeBytes(bytes);
    }
}
