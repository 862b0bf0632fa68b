package org.katagpu.chat.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.katagpu.message.ProblemException;

/**
 * Takes an event stream apart as the WHATWG's HTML standard says (section 9.2.6), from bytes in pieces of any size;
 * an event is handed on with the byte that completes it. Bytes that are no UTF-8 become U+FFFD. Event ids and retry
 * times are passed over: a chat is never resumed. One thing is more lenient than the standard: an event that the
 * stream's end cuts off before its empty line is still handed on, see {@link #end()}.
 */
final class EventStream {
    /** Takes events in order. */
    @FunctionalInterface
    interface Taker {
        void take(ServerEvent event) throws ProblemException;
    }

    /** Bytes of one event; a server that sends more is not to be trusted with this machine's memory. */
    static final int MOST_BYTES = 32 << 20;

    private static final byte LF = '\n';
    private static final byte CR = '\r';
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Taker events;
    private final int most;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean afterCr;
    private boolean first = true;
    private @Nullable StringBuilder data;
    private String type = "";

    EventStream(Taker events) {
        this(events, MOST_BYTES);
    }

    EventStream(Taker events, int most) {
        this.events = events;
        this.most = most;
    }

    /** @throws EventTooLargeException when one event grows beyond the bound */
    void feed(byte[] bytes, int offset, int length) throws EventTooLargeException, ProblemException {
        int start = offset;
        int end = offset + length;
        for (int i = offset; i < end; i++) {
            byte one = bytes[i];
            if (one == LF && afterCr) {
                afterCr = false;
                start = i + 1;
            } else if (one == LF || one == CR) {
                keep(bytes, start, i - start);
                endLine();
                afterCr = one == CR;
                start = i + 1;
            } else {
                afterCr = false;
            }
        }
        keep(bytes, start, end - start);
    }

    /** The stream is over: what it left unfinished is handed on as it is. */
    void end() throws ProblemException {
        if (line.size() > 0) {
            endLine();
        }
        dispatch();
    }

    private void keep(byte[] bytes, int offset, int length) throws EventTooLargeException {
        if (line.size() + (data == null ? 0 : data.length()) + length > most) {
            throw new EventTooLargeException(most);
        }
        line.write(bytes, offset, length);
    }

    private void endLine() throws ProblemException {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (first && text.startsWith(BYTE_ORDER_MARK)) {
            text = text.substring(1);
        }
        first = false;
        if (text.isEmpty()) {
            dispatch();
        } else if (text.charAt(0) != ':') {
            field(text);
        }
    }

    private void field(String text) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        String value = colon < 0 ? "" : text.substring(colon + (text.startsWith(" ", colon + 1) ? 2 : 1));
        switch (name) {
            case "data" -> data = data == null ? new StringBuilder(value) : data.append('\n').append(value);
            case "event" -> type = value;
            default -> {
                // id, retry, and what the standard does not know.
            }
        }
    }

    private void dispatch() throws ProblemException {
        StringBuilder whole = data;
        String name = type.isEmpty() ? ServerEvent.MESSAGE : type;
        data = null;
        type = "";
        if (whole != null) {
            events.take(new ServerEvent(name, whole.toString()));
        }
    }
}
