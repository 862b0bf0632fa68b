package org.katagpu.chat.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.katagpu.chat.ApiKey;
import org.katagpu.chat.Endpoint;
import org.katagpu.message.ProblemException;

/** What this room reads of a model's server, for the fuzz targets. */
public final class WireReaders {
    private static final Problems PROBLEMS = new Problems("host",
            new Endpoint("10.88.0.2", 8000, Optional.empty(), "model", ApiKey.NONE));
    private static final ResponseLimits BOUNDS = new ResponseLimits(1 << 20, 4L << 20, 1 << 20);

    private WireReaders() {}

    /** A whole answer: its status and content type in the first line, then its body. */
    public static Object answer(byte[] input) throws IOException, InterruptedException, ProblemException {
        int end = 0;
        while (end < input.length && input[end] != '\n') {
            end++;
        }
        String head = new String(input, 0, Math.min(end, 200), StandardCharsets.ISO_8859_1);
        BasicClassicHttpResponse response = new BasicClassicHttpResponse(200, "OK");
        response.setHeader("Content-Type", head.replaceAll("\\p{Cntrl}", ""));
        response.setEntity(new ByteArrayEntity(Arrays.copyOfRange(input, Math.min(end + 1, input.length), input.length),
                ContentType.TEXT_EVENT_STREAM));
        int[] told = new int[1];
        AnswerBuilder answer = new AnswerBuilder("model", System::nanoTime, BOUNDS.characters());
        var ending = new ReplyReader("request", PROBLEMS, answer, event -> told[0]++, BOUNDS)
                .read(new HttpReply(response));
        return ending + "/" + answer.answer(ending).text().isEmpty() + "/" + told[0];
    }

    /** The body of an answer that is an error. */
    public static Object error(byte[] input) throws IOException, InterruptedException {
        BasicClassicHttpResponse response = new BasicClassicHttpResponse(400 + (input.length & 127), "No");
        response.setEntity(new ByteArrayEntity(input, ContentType.APPLICATION_JSON));
        HttpReply reply = new HttpReply(response);
        String body = reply.excerpt(100_000);
        ServerError error = ServerError.parse(body);
        return PROBLEMS.refused("request", reply, error).what().key() + error.status().isPresent() + error.tooLong()
                + error.aboutModel() + error.aboutUsage() + PROBLEMS.midway("request", error).what().key();
    }

    public static Object piece(String json) throws JsonProcessingException {
        CompletionChunk piece = CompletionChunk.parse(json);
        return piece.text().isEmpty() + "/" + piece.reasoning().isEmpty() + piece.finish().isPresent()
                + piece.usage().isPresent() + piece.error().isPresent();
    }

    public static Object retryAfter(String value) {
        return RetryAfter.seconds(value, Instant.EPOCH).isPresent();
    }
}
