package org.katagpu.chat.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.katagpu.message.ProblemException;

/**
 * Takes an event stream apart as the WHATWG's HTML standard says (section 9.2.6), from bytes in pieces of any size;
 * an event is handed on with the byte that completes it. Bytes that are no UTF-8 become U+FFFD. Event ids and retry
 * times are passed over: a chat is never resumed. Two things are more lenient than the standard: an event that the
 * stream's end cuts off before its empty line is still handed on, see {@link #end()}; and a field {@code error}, as
 * llama.cpp sends it, makes an event of that type.
 */
final class EventStream {
    /** Takes events in order. */
    @FunctionalInterface
    interface Taker {
        void take(ServerEvent event) throws ProblemException, LimitExceededException;
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
    private @Nullable StringBuilder error;
    private String type = "";

    EventStream(Taker events) {
        this(events, MOST_BYTES);
    }

    EventStream(Taker events, int most) {
        this.events = events;
        this.most = most;
    }

    /** @throws OverBoundException when one event grows beyond the bound, or its taker has had enough */
    void feed(byte[] bytes, int offset, int length) throws LimitExceededException, ProblemException {
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
    void end() throws ProblemException, LimitExceededException {
        if (line.size() > 0) {
            endLine();
        }
        dispatch();
    }

    private void keep(byte[] bytes, int offset, int length) throws EventTooLargeException {
        if (line.size() + length(data) + length(error) + length > most) {
            throw new EventTooLargeException(most);
        }
        line.write(bytes, offset, length);
    }

    private static int length(@Nullable StringBuilder text) {
        return text == null ? 0 : text.length();
    }

    private void endLine() throws ProblemException, LimitExceededException {
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
            case "data" -> data = joined(data, value);
            case "error" -> error = joined(error, value);
            case "event" -> type = value;
            default -> {
                // id, retry, and what the standard does not know.
            }
        }
    }

    private static StringBuilder joined(@Nullable StringBuilder before, String value) {
        return before == null ? new StringBuilder(value) : before.append('\n').append(value);
    }

    private void dispatch() throws ProblemException, LimitExceededException {
        StringBuilder whole = data;
        StringBuilder failed = error;
        String name = type.isEmpty() ? ServerEvent.MESSAGE : type;
        data = null;
        error = null;
        type = "";
        if (failed != null) {
            events.take(new ServerEvent(ServerEvent.ERROR, failed.toString()));
        } else if (whole != null) {
            events.take(new ServerEvent(name, whole.toString()));
        }
    }
}
