package org.katagpu.setup.serve;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * The tokens of the models' sources, each for the source it was typed for, in this machine's memory alone: never part of
 * a plan, a script's text, a record or a log. They travel as the API key does. Any thread.
 */
public final class ServeTokens {
    private static final int LONGEST = 500;

    private final Map<ModelSource, char[]> tokens = new EnumMap<>(ModelSource.class);

    /** Whether this can be a token: 1 to {@value #LONGEST} visible characters of ASCII. */
    public static boolean valid(char[] token) {
        boolean visible = token.length > 0 && token.length <= LONGEST;
        for (char one : token) {
            visible &= one > ' ' && one < 0x7f;
        }
        return visible;
    }

    /** Keeps a copy; the caller still wipes its own array. */
    public synchronized void keep(ModelSource source, char[] token) {
        forget(source);
        tokens.put(source, token.clone());
    }

    public synchronized boolean has(ModelSource source) {
        return tokens.containsKey(source);
    }

    public synchronized void forget(ModelSource source) {
        char[] old = tokens.remove(source);
        if (old != null) {
            Arrays.fill(old, '\0');
        }
    }

    /** Wipes all of them. */
    public synchronized void forget() {
        tokens.values().forEach(token -> Arrays.fill(token, '\0'));
        tokens.clear();
    }

    /** The source's token and a line end; an empty line where there is none. */
    synchronized void writeTo(ModelSource source, OutputStream to) throws IOException {
        SecretLine.write(tokens.getOrDefault(source, new char[0]), to);
    }

    /** What the server reads a source's token from; empty where it has none. */
    static String variable(ModelSource source) {
        return switch (source) {
            case MODELSCOPE -> "MODELSCOPE_API_TOKEN";
            case HUGGING_FACE, MIRROR -> "HF_TOKEN";
            case LOCAL -> "";
        };
    }

    @Override
    public String toString() {
        return "ServeTokens";
    }
}
