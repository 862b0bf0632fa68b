package org.katagpu.kataconf.toml;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;

/** Turns a file's bytes into text, or says at which line and column it is none that Kata could read. */
final class SourceText {
    /** Kata's longest template has 33 KB. */
    static final int MOST_BYTES = 1 << 20;
    static final int MOST_LINES = 10_000;

    private final byte[] bytes;

    SourceText(byte[] bytes) {
        this.bytes = bytes;
    }

    String decode() throws ProblemException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes, 0, Math.min(bytes.length, MOST_BYTES));
        CharBuffer out = CharBuffer.allocate(in.remaining());
        CoderResult result = decoder.decode(in, out, true);
        String text = out.flip().toString();
        boolean cutMidCharacter = bytes.length > MOST_BYTES && in.remaining() < 4;
        if (result.isError() && !cutMidCharacter) {
            throw refused("utf8", text, text.length(), "0x%02X".formatted(bytes[in.position()] & 0xff));
        }
        int nul = text.indexOf('\0');
        if (nul >= 0) {
            throw refused("nul", text, nul);
        }
        if (bytes.length > MOST_BYTES) {
            throw refused("large", text, text.length(), megabytes(bytes.length), megabytes(MOST_BYTES));
        }
        int tooFar = startOfLine(text, MOST_LINES + 1);
        if (tooFar >= 0) {
            throw refused("lines", text, tooFar, String.valueOf(MOST_LINES));
        }
        return text;
    }

    private static String megabytes(int size) {
        return "%.1f".formatted(size / 1048576.0);
    }

    private static int startOfLine(String text, int number) {
        int at = 0;
        for (int line = 1; line < number; line++) {
            at = text.indexOf('\n', at) + 1;
            if (at == 0) {
                return -1;
            }
        }
        return at;
    }

    private static ProblemException refused(String key, String text, int offset, Object... more) {
        Position place = new LineIndex(text).position(offset);
        Object[] arguments = new Object[more.length + 2];
        arguments[0] = String.valueOf(place.line());
        arguments[1] = String.valueOf(place.column());
        System.arraycopy(more, 0, arguments, 2, more.length);
        return new ProblemException(Problem.of(Text.of("kataconf.read." + key, arguments),
                Text.of("kataconf.read.next")));
    }
}
