package org.katagpu.setup.serve;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Writes a secret as a line of ASCII, and leaves no copy of it behind. */
final class SecretLine {
    private SecretLine() {}

    static void write(char[] secret, OutputStream to) throws IOException {
        byte[] line = new byte[secret.length + 1];
        try {
            for (int i = 0; i < secret.length; i++) {
                line[i] = (byte) secret[i];
            }
            line[secret.length] = '\n';
            to.write(line);
        } finally {
            Arrays.fill(line, (byte) 0);
        }
    }
}
