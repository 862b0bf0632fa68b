package org.katagpu.chat.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.katagpu.message.Text;

/** A response whose head has come. Its body ends with the call. */
final class HttpReply {
    private static final int OK = 200;
    private static final int LOOK_AHEAD = 6;
    private static final int PIECE = 4096;
    private static final Duration EXCERPT_PATIENCE = Duration.ofSeconds(5);

    private final ClassicHttpResponse response;
    private final PushbackInputStream body;

    HttpReply(ClassicHttpResponse response) throws IOException {
        this.response = response;
        HttpEntity entity = response.getEntity();
        InputStream content = entity == null ? null : entity.getContent();
        this.body = new PushbackInputStream(content == null ? InputStream.nullInputStream() : content, LOOK_AHEAD);
    }

    int status() {
        return response.getCode();
    }

    boolean ok() {
        return status() == OK;
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(response.getFirstHeader(name)).map(Header::getValue);
    }

    /** Lower case, without parameters; empty where the server names none. */
    String contentType() {
        String value = header(HttpHeaders.CONTENT_TYPE).orElse("");
        int parameters = value.indexOf(';');
        return (parameters < 0 ? value : value.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
    }

    InputStream body() {
        return body;
    }

    /** Looks at the start of the body without taking it; waits for {@value #LOOK_AHEAD} bytes or the end. */
    boolean startsWithAny(String... words) throws IOException {
        byte[] start = body.readNBytes(LOOK_AHEAD);
        body.unread(start);
        String text = new String(start, StandardCharsets.UTF_8);
        return Arrays.stream(words).anyMatch(text::startsWith);
    }

    /** The whole body as UTF-8. @throws OverBoundException when it has more bytes than {@code most} */
    String text(int most) throws IOException {
        byte[] bytes = body.readNBytes(most + 1);
        if (bytes.length > most) {
            throw new LimitExceededException(Text.of("chat.problem.bound.body", ResponseLimits.size(most)));
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /**
     * The start of the body, for a message: as much as comes within {@link #EXCERPT_PATIENCE}, since a server that
     * says something went wrong need not end what it says. What broke off is left out.
     */
    String excerpt(int most) throws InterruptedException {
        Excerpt kept = new Excerpt(most);
        Thread.ofVirtual().name("chat-excerpt").start(() -> kept.fill(body)).join(EXCERPT_PATIENCE);
        return kept.text();
    }

    private static final class Excerpt {
        private final byte[] kept;
        private int count;

        Excerpt(int most) {
            this.kept = new byte[most];
        }

        /** Ends with the body, or with the call. */
        void fill(InputStream from) {
            byte[] piece = new byte[PIECE];
            try {
                for (int got = from.read(piece); got >= 0 && take(piece, got); got = from.read(piece)) {
                    // What is taken is kept.
                }
            } catch (IOException brokenOff) {
                // What came before is what there is to show.
            }
        }

        private synchronized boolean take(byte[] piece, int length) {
            int room = Math.min(length, kept.length - count);
            System.arraycopy(piece, 0, kept, count, room);
            count += room;
            return count < kept.length;
        }

        synchronized String text() {
            return new String(kept, 0, count, StandardCharsets.UTF_8);
        }
    }
}
