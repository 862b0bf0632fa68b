package org.katagpu.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** Knows the control lines of {@code setup/lib/control.sh} by the nonce they carry. */
final class ControlLines {
    static final byte RECORD_SEPARATOR = 0x1e;
    private static final ObjectReader JSON = new ObjectMapper().reader();

    private final byte[] prefix;

    /** @param nonce empty: there are no control lines, all is log */
    ControlLines(String nonce) {
        prefix = nonce.isEmpty()
                ? new byte[0]
                : ((char) RECORD_SEPARATOR + "katagpu " + nonce + ' ').getBytes(StandardCharsets.UTF_8);
    }

    boolean expected() {
        return prefix.length > 0;
    }

    /** Where a control line begins in {@code bytes[from, to)}; -1 if none does. */
    int find(byte[] bytes, int from, int to) {
        if (prefix.length == 0) {
            return -1;
        }
        for (int at = from; at <= to - prefix.length; at++) {
            if (bytes[at] == RECORD_SEPARATOR
                    && Arrays.equals(bytes, at, at + prefix.length, prefix, 0, prefix.length)) {
                return at;
            }
        }
        return -1;
    }

    /** Where a control line may be beginning whose prefix is cut off at {@code to}; -1 if none. */
    int findCutOff(byte[] bytes, int from, int to) {
        for (int at = Math.max(from, to - prefix.length + 1); at < to; at++) {
            if (bytes[at] == RECORD_SEPARATOR && Arrays.equals(bytes, at, to, prefix, 0, to - at)) {
                return at;
            }
        }
        return -1;
    }

    /** Reads the control line that begins at {@code at}; one that is broken is log. */
    JobLine read(byte[] bytes, int at, int to) {
        String rest = new String(bytes, at + prefix.length, to - at - prefix.length, StandardCharsets.UTF_8);
        int space = rest.indexOf(' ');
        if (space > 0) {
            for (JobLine.Kind kind : JobLine.Kind.values()) {
                if (kind.name().toLowerCase(Locale.ROOT).equals(rest.substring(0, space))) {
                    return read(kind, rest, space + 1);
                }
            }
        }
        return new JobLine.Log(rest, false);
    }

    private static JobLine read(JobLine.Kind kind, String rest, int json) {
        try {
            JsonNode body = JSON.readTree(rest.substring(json));
            if (body.isObject()) {
                return new JobLine.Control(kind, body);
            }
        } catch (JsonProcessingException broken) {
            // Told as log below: the admin sees what the script printed.
        }
        return new JobLine.Log(rest, false);
    }
}
