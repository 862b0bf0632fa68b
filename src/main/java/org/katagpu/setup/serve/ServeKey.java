package org.katagpu.setup.serve;

import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.Arrays;

import org.katagpu.chat.HeldKey;

/** An API key in this machine's memory, wiped when closed. Never in a plan, a log or a text. */
public final class ServeKey implements AutoCloseable {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    /** Six bits each: 240. */
    private static final int LENGTH = 40;

    private final char[] characters;

    /** @param characters taken over, not copied */
    ServeKey(char[] characters) {
        this.characters = characters;
    }

    /** A new one, of {@value #LENGTH} letters, digits, dashes and underscores. */
    public static ServeKey random() {
        SecureRandom random = new SecureRandom();
        char[] characters = new char[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            characters[i] = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
        }
        return new ServeKey(characters);
    }

    /** As the chat holds it; this one is wiped. */
    public HeldKey handOver() {
        HeldKey held = new HeldKey(characters);
        close();
        return held;
    }

    /** The key and a line end. */
    void writeTo(OutputStream to) throws IOException {
        SecretLine.write(characters, to);
    }

    @Override
    public void close() {
        Arrays.fill(characters, '\0');
    }

    @Override
    public String toString() {
        return "API key";
    }
}
