package org.katagpu.chat.wire;

import java.util.Arrays;
import org.apache.hc.core5.http.FormattedHeader;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.util.CharArrayBuffer;

/** The API key on its way into a request: never a string, wiped when the request is sent. */
final class KeyHeader implements FormattedHeader, AutoCloseable {
    private static final String START = HttpHeaders.AUTHORIZATION + ": ";
    private static final String SCHEME = "Bearer ";

    private final CharArrayBuffer line;

    /**
     * Takes the key over and wipes it.
     *
     * @throws IllegalArgumentException for a character that cannot stand in a header: it would end the line
     */
    KeyHeader(char[] key) {
        try {
            for (char one : key) {
                if (one <= ' ' || one > '~') {
                    throw new IllegalArgumentException("a character that no key has");
                }
            }
            line = new CharArrayBuffer(START.length() + SCHEME.length() + key.length);
            line.append(START + SCHEME);
            line.append(key, 0, key.length);
        } finally {
            Arrays.fill(key, '\0');
        }
    }

    @Override
    public CharArrayBuffer getBuffer() {
        return line;
    }

    @Override
    public int getValuePos() {
        return START.length();
    }

    @Override
    public boolean isSensitive() {
        return true;
    }

    @Override
    public String getName() {
        return HttpHeaders.AUTHORIZATION;
    }

    @Override
    public String getValue() {
        return SCHEME + "…";
    }

    @Override
    public void close() {
        Arrays.fill(line.array(), '\0');
    }

    @Override
    public String toString() {
        return START + getValue();
    }
}
