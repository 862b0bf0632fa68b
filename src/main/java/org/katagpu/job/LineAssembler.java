package org.katagpu.job;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes lines of bytes that arrive in pieces of any size. Each line is told once, whatever the pieces: a line ends
 * with LF or CR LF; a text ended by a bare CR is redrawn by what follows it, and of several such texts in one piece
 * only the last is told; text over {@value #MOST_TEXT} bytes is told in parts, never cutting a character. Bytes that
 * are not UTF-8 become U+FFFD. Not safe for several threads.
 */
final class LineAssembler {
    static final int MOST_TEXT = 64 << 10;
    static final int MOST_CONTROL = 4 << 20;

    private final ControlLines controls;
    private final JobListener listener;
    /** The bytes not told yet; {@code buffer[0]} stands at {@link #bufferOffset} of the stream. */
    private byte[] buffer = new byte[MOST_TEXT];
    private long bufferOffset;
    private int start;
    private int scan;
    private int end;
    /** How long the current text may grow before it is told in parts. */
    private int most = MOST_TEXT;
    private boolean separatorSeen;
    /** A text ended by a bare CR and not told yet. */
    private @Nullable String redrawn;
    private long redrawnOffset;
    /** Whether some text of the current line was told, which the next text redraws. */
    private boolean told;

    /**
     * @param nonce of the control lines; empty: all is log
     * @param offset of the first byte fed
     * @param afterReturn whether the byte before it was a bare CR
     */
    LineAssembler(String nonce, long offset, boolean afterReturn, JobListener listener) {
        this.controls = new ControlLines(nonce);
        this.bufferOffset = offset;
        this.told = afterReturn;
        this.listener = listener;
    }

    /** Offset behind the last byte fed. */
    long offset() {
        return offset(end);
    }

    void feed(byte[] bytes, int from, int length) {
        if (length > buffer.length - end) {
            buffer = Arrays.copyOf(buffer, Math.max(end + length, buffer.length * 2));
        }
        System.arraycopy(bytes, from, buffer, end, length);
        end += length;
        while (scanToNext()) {
            switch (buffer[scan]) {
                case '\n' -> endLine(scan, scan + 1);
                case '\r' -> {
                    if (buffer[scan + 1] == '\n') {
                        endLine(scan, scan + 2);
                    } else {
                        endRedrawn();
                    }
                }
                case ControlLines.RECORD_SEPARATOR -> {
                    separatorSeen = true;
                    scan++;
                }
                default -> scan++;
            }
        }
        tellRedrawn();
        System.arraycopy(buffer, start, buffer, 0, end - start);
        bufferOffset += start;
        scan -= start;
        end -= start;
        start = 0;
    }

    /** The stream has ended: tells what stands without a line end. */
    void finish() {
        // Only a CR still waiting for its next byte keeps the scan from the end.
        if (scan > start) {
            endLine(scan, end);
        }
    }

    /** Moves on to a byte that may end a text and is known to do so or not; false when more bytes are needed. */
    private boolean scanToNext() {
        while (true) {
            int bound = Math.min(end, start + most);
            int at = scan;
            while (at < bound && (buffer[at] > ControlLines.RECORD_SEPARATOR || buffer[at] < '\n')) {
                at++;
            }
            scan = at;
            if (at == end) {
                return false;
            }
            if (buffer[at] == '\r') {
                return at + 1 < end;
            }
            if (at < bound || buffer[at] == '\n') {
                return true;
            }
            tellPart();
        }
    }

    /** The text has grown to its bound and goes on. */
    private void tellPart() {
        if (separatorSeen && most == MOST_TEXT && controls.find(buffer, start, scan) >= 0) {
            most = MOST_CONTROL;
            return;
        }
        int cut = separatorSeen ? controls.findCutOff(buffer, start, scan) : -1;
        if (cut <= start) {
            cut = characterBoundary(scan);
        }
        tellText(cut, offset(cut));
        start = cut;
        told = false;
        most = MOST_TEXT;
    }

    /** The last place up to {@code at} that is not within a UTF-8 sequence. */
    private int characterBoundary(int at) {
        int lead = at - 1;
        while (lead > at - 4 && (buffer[lead] & 0xC0) == 0x80) {
            lead--;
        }
        int first = buffer[lead] & 0xFF;
        int length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
        return first >= 0xC0 && lead + length > at ? lead : at;
    }

    private void endLine(int to, int next) {
        int control = separatorSeen ? controls.find(buffer, start, to) : -1;
        if (control >= 0) {
            if (control > start) {
                tellText(control, offset(control));
            } else {
                tellRedrawn();
            }
            listener.line(controls.read(buffer, control, to), offset(next));
        } else if (to > start || (redrawn == null && !told)) {
            tellText(to, offset(next));
        } else if (redrawn != null) {
            // Nothing came after the last CR: its text stays.
            redrawnOffset = offset(next);
            tellRedrawn();
        }
        told = false;
        begin(next);
    }

    private void endRedrawn() {
        if (scan > start) {
            redrawn = text(scan);
            redrawnOffset = offset(scan + 1);
        }
        begin(scan + 1);
    }

    private void begin(int next) {
        start = next;
        scan = next;
        most = MOST_TEXT;
        separatorSeen = false;
    }

    private void tellText(int to, long offsetAfter) {
        redrawn = null;
        listener.line(new JobLine.Log(text(to), told), offsetAfter);
    }

    private void tellRedrawn() {
        if (redrawn != null) {
            listener.line(new JobLine.Log(redrawn, told), redrawnOffset);
            told = true;
            redrawn = null;
        }
    }

    private String text(int to) {
        return new String(buffer, start, to - start, StandardCharsets.UTF_8);
    }

    private long offset(int at) {
        return bufferOffset + at;
    }
}
