package org.katagpu.setup.serve;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What stands in a key, to be compared; the app itself only hands keys over. */
public final class ServeKeys {
    private ServeKeys() {}

    public static char[] characters(ServeKey key) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        key.writeTo(line);
        return line.toString(StandardCharsets.US_ASCII).strip().toCharArray();
    }
}
