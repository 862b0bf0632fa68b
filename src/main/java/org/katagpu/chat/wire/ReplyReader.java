package org.katagpu.chat.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import org.katagpu.chat.Answer.Ending;
import org.katagpu.chat.ChatEvent;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;

/** Reads one reply to the end of its answer. Used once. */
final class ReplyReader {
    private static final int BUFFER = 16 << 10;
    private static final int EXCERPT = 2000;
    private static final String DONE = "[DONE]";

    private final String request;
    private final Problems problems;
    private final AnswerBuilder answer;
    private final Consumer<ChatEvent> events;
    private final ResponseLimits bounds;
    private boolean done;
    private boolean over;

    /** @param request what was asked for, for messages */
    ReplyReader(String request, Problems problems, AnswerBuilder answer, Consumer<ChatEvent> events,
            ResponseLimits bounds) {
        this.bounds = bounds;
        this.request = request;
        this.problems = problems;
        this.answer = answer;
        this.events = events;
    }

    /** @throws ProblemException when the answer is not whole, or the server said that something failed */
    Ending read(HttpReply reply) throws ProblemException, IOException, InterruptedException {
        switch (reply.contentType()) {
            case "text/event-stream" -> stream(reply);
            case "application/json" -> whole(reply);
            default -> unnamed(reply);
        }
        Ending ending = answer.ending().orElse(Ending.COMPLETE);
        if (ending == Ending.FAILED) {
            throw new ProblemException(problems.midway(request, ServerError.plain("")));
        }
        return ending;
    }

    /** Some servers call their streams plain text. */
    private void unnamed(HttpReply reply) throws ProblemException, IOException, InterruptedException {
        if (!reply.startsWithAny("data:", "event:", "error:", "retry:", "id:", ":")) {
            throw new ProblemException(problems.notJson(request, reply.excerpt(EXCERPT)));
        }
        stream(reply);
    }

    /** A server that knows no streams answers in one piece. */
    private void whole(HttpReply reply) throws ProblemException, IOException {
        answer.inOnePiece();
        take(reply.text(bounds.eventBytes()));
    }

    private void stream(HttpReply reply) throws ProblemException, IOException {
        EventStream stream = new EventStream(this::take, bounds.eventBytes());
        byte[] buffer = new byte[BUFFER];
        InputStream body = reply.body();
        long received = 0;
        try {
            for (int got = body.read(buffer); got >= 0; got = body.read(buffer)) {
                received += got;
                if (received > bounds.bytes()) {
                    throw new LimitExceededException(
                            Text.of("chat.problem.bound.bytes", ResponseLimits.size(bounds.bytes())));
                }
                stream.feed(buffer, 0, got);
                if (done) {
                    return;
                }
            }
        } catch (LimitExceededException tooMuch) {
            throw tooMuch;
        } catch (IOException brokenOff) {
            if (answer.ending().isPresent()) {
                return;
            }
            throw brokenOff;
        }
        over = true;
        stream.end();
        if (!done && answer.ending().isEmpty()) {
            throw new ProblemException(problems.dropped(request));
        }
    }

    /** A frame without data keeps the connection alive and says nothing. */
    private void take(ServerEvent event) throws ProblemException, LimitExceededException {
        if (event.data().strip().equals(DONE)) {
            done = true;
        } else if (event.type().equals(ServerEvent.ERROR)) {
            throw new ProblemException(problems.midway(request, ServerError.parse(event.data())));
        } else if (!done && !event.data().isBlank()) {
            take(event.data());
        }
    }

    private void take(String json) throws ProblemException, LimitExceededException {
        CompletionChunk piece;
        try {
            piece = CompletionChunk.parse(json);
        } catch (JsonProcessingException notJson) {
            if (over && answer.ending().isPresent()) {
                return;
            }
            // What the stream's end cut off is no news beside the end itself.
            throw new ProblemException(over
                    ? problems.dropped(request)
                    : problems.notJson(request, json.substring(0, Math.min(json.length(), EXCERPT))), notJson);
        }
        if (piece.error().isPresent()) {
            throw new ProblemException(problems.midway(request, piece.error().get()));
        }
        answer.take(piece, events);
    }
}
