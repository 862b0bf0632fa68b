package org.katagpu.chat.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Locale;

/**
 * How much of one answer is taken from a server. The figures are far above what models write (an answer of 128,000
 * tokens is half a million characters) and, all copies of a text counted, far below this program's memory.
 *
 * @param characters of the answer, what the model thought aloud included
 * @param bytes received in all, keep-alives included
 * @param eventBytes of one event, or of an answer in one piece
 */
record ResponseLimits(int characters, long bytes, int eventBytes) {
    static final ResponseLimits USUAL = new ResponseLimits(2_000_000, 64L << 20, 4 << 20);

    /** Values and names in one piece of JSON: each may take a hundred bytes of memory for two sent. */
    private static final int MOST_TOKENS = 200_000;
    private static final int MOST_DEPTH = 100;
    private static final int KIB = 1024;

    /** A reader of JSON that does not grow a few bytes sent into much memory. */
    static ObjectMapper json() {
        return new ObjectMapper(JsonFactory.builder().streamReadConstraints(StreamReadConstraints.builder()
                .maxTokenCount(MOST_TOKENS).maxNestingDepth(MOST_DEPTH).build()).build());
    }

    /** {@code 4 MiB}. */
    static String size(long bytes) {
        return bytes >= KIB * KIB
                ? String.format(Locale.ROOT, "%d MiB", bytes / KIB / KIB)
                : String.format(Locale.ROOT, "%d KiB", Math.ceilDiv(bytes, KIB));
    }
}
