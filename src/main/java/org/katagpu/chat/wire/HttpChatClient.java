package org.katagpu.chat.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.katagpu.chat.ChatClient;
import org.katagpu.chat.ChatEvent;
import org.katagpu.chat.ChatRequest;
import org.katagpu.chat.Dialer;
import org.katagpu.chat.Endpoint;
import org.katagpu.chat.Exchange;
import org.katagpu.chat.ServedModel;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;

/** The client over HTTP/1.1, each request on a stream of its own through the host. */
public final class HttpChatClient implements ChatClient {
    private static final int MOST_BYTES = 4 << 20;
    private static final int EXCERPT = 2000;
    private static final int MOST_MODELS = 1000;
    private static final int LONGEST_NAME = 200;
    private static final String HEALTH = "GET /health";
    private static final String MODELS = "GET /v1/models";

    private final Server server;
    private final ObjectMapper json = ResponseLimits.json();

    /**
     * @param dialer {@code host::dial}
     * @param host as shown to the admin, {@code Host.label()}
     */
    public HttpChatClient(Dialer dialer, String host, Endpoint endpoint) {
        this.server = new Server(dialer, host, endpoint);
    }

    @Override
    public Endpoint endpoint() {
        return server.endpoint();
    }

    @Override
    public void health() throws ProblemException, InterruptedException {
        get(HEALTH);
    }

    @Override
    public List<ServedModel> models() throws ProblemException, InterruptedException {
        String body = get(MODELS);
        try {
            JsonNode data = json.readTree(body).path("data");
            if (!data.isArray()) {
                throw new ProblemException(notJson(body));
            }
            List<ServedModel> models = new ArrayList<>();
            if (data.size() > MOST_MODELS) {
                throw new ProblemException(server.problems().failed(MODELS,
                        new LimitExceededException(Text.of("chat.problem.bound.models", MOST_MODELS)), false));
            }
            for (JsonNode one : data) {
                int length = one.path("max_model_len").asInt();
                models.add(new ServedModel(name(one.path("id").asText()),
                        length > 0 ? OptionalInt.of(length) : OptionalInt.empty()));
            }
            return models;
        } catch (JsonProcessingException e) {
            throw new ProblemException(notJson(body), e);
        }
    }

    private static String name(String told) {
        return told.length() <= LONGEST_NAME ? told : told.substring(0, LONGEST_NAME) + "…";
    }

    private Problem notJson(String body) {
        return server.problems().notJson(MODELS, body.substring(0, Math.min(body.length(), EXCERPT)));
    }

    private String get(String request) throws ProblemException, InterruptedException {
        try {
            return TimedCall.within(Server.PATIENCE, () -> body(request), _ -> {});
        } catch (TimeoutException e) {
            throw new ProblemException(server.problems().timedOut(request, Server.PATIENCE.toSeconds()), e);
        } catch (IOException e) {
            throw new ProblemException(server.problems().failed(request, e, false), e);
        } catch (IllegalArgumentException key) {
            throw new ProblemException(server.problems().badKey(request), key);
        } catch (RuntimeException | Error e) {
            throw new ProblemException(server.problems().unexpected(request, e), e);
        }
    }

    private String body(String request) throws ProblemException, IOException, InterruptedException {
        try (HttpCall call = server.open()) {
            HttpReply reply = call.get(request.substring(request.indexOf(' ') + 1));
            if (!reply.ok()) {
                throw new ProblemException(server.problems().refused(request, reply, server.error(reply)));
            }
            return reply.text(MOST_BYTES);
        } catch (TimeoutException e) {
            throw new ProblemException(server.problems().timedOut(request, Server.PATIENCE.toSeconds()), e);
        }
    }

    @Override
    public Exchange send(ChatRequest request, Consumer<ChatEvent> events) {
        LiveExchange exchange = new LiveExchange(server, request,
                new AnswerBuilder(request.model(), System::nanoTime, ResponseLimits.USUAL.characters()), events,
                ResponseLimits.USUAL);
        exchange.start();
        return exchange;
    }
}
