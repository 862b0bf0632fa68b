package org.katagpu.remote.ssh.key;

import java.nio.ByteBuffer;

/** Whether every length within a DER structure lies within what holds it: a reader makes room for what it is told. */
final class DerShape {
    private static final int CONSTRUCTED = 0x20;
    private static final int MOST_DEPTH = 16;

    private DerShape() {}

    static boolean isSound(byte[] der) {
        return der.length > 0 && isSound(ByteBuffer.wrap(der), MOST_DEPTH);
    }

    private static boolean isSound(ByteBuffer values, int depth) {
        while (values.hasRemaining()) {
            int tag = values.get();
            int length = length(values);
            if (depth == 0 || length < 0 || length > values.remaining()) {
                return false;
            }
            if ((tag & CONSTRUCTED) != 0 && !isSound(values.slice(values.position(), length), depth - 1)) {
                return false;
            }
            values.position(values.position() + length);
        }
        return true;
    }

    /** Below 0 where there is none, or one of more than three bytes. */
    private static int length(ByteBuffer values) {
        if (!values.hasRemaining()) {
            return -1;
        }
        int first = values.get() & 0xff;
        if (first < 0x80) {
            return first;
        }
        int bytes = first & 0x7f;
        if (bytes == 0 || bytes > 3 || bytes > values.remaining()) {
            return -1;
        }
        int length = 0;
        for (int i = 0; i < bytes; i++) {
            length = length << 8 | values.get() & 0xff;
        }
        return length;
    }
}
