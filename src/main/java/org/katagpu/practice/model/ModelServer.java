package org.katagpu.practice.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** The routes of vLLM's OpenAI-compatible server that the wizard uses, on loopback. */
final class ModelServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BEARER = "Bearer ";
    private static final int LARGEST_REQUEST = 4 << 20;

    private final GuestServerRequest served;
    private final Consumer<String> log;
    private final ServerMetrics tally = new ServerMetrics();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<HttpServer> servers = new ArrayList<>();

    /** @param log told of each request */
    ModelServer(GuestServerRequest served, Consumer<String> log) throws IOException {
        this.served = served;
        this.log = log;
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        open(HttpServer.create(anyPort, 0));
        if (!served.certificate().isEmpty()) {
            open(new TlsIdentity(served.certificate(), served.privateKey()).server(anyPort));
        }
    }

    private void open(HttpServer server) {
        servers.add(server);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                route(exchange);
            } finally {
                log.accept("INFO:     %s:%d - \"%s %s HTTP/1.1\" %d".formatted(served.client(),
                        exchange.getRemoteAddress().getPort(), exchange.getRequestMethod(), exchange.getRequestURI(),
                        exchange.getResponseCode()));
            }
        });
        server.start();
    }

    /** For commands of the practice machine, which cannot speak TLS. */
    int plainPort() {
        return servers.getFirst().getAddress().getPort();
    }

    /** For clients: with TLS where a certificate was given. */
    int clientPort() {
        return servers.getLast().getAddress().getPort();
    }

    private void route(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.startsWith("/v1/") && !mayAsk(exchange)) {
            send(exchange, 401, "application/json", "{\"error\":\"Unauthorized\"}");
            return;
        }
        switch (exchange.getRequestMethod() + " " + path) {
            case "GET /health" -> send(exchange, 200, "text/plain", "");
            case "GET /metrics" -> send(exchange, 200, "text/plain; version=0.0.4", tally.text(served.name()));
            case "GET /v1/models" -> send(exchange, 200, "application/json", models());
            case "POST /v1/chat/completions", "POST /v1/completions" -> complete(exchange);
            default -> send(exchange, 404, "application/json", "{\"detail\":\"Not Found\"}");
        }
    }

    private boolean mayAsk(HttpExchange exchange) {
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        return !served.asksForKey() || given != null && given.startsWith(BEARER)
                && served.isKey(given.substring(BEARER.length()).getBytes(StandardCharsets.UTF_8));
    }

    private void complete(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(LARGEST_REQUEST);
        JsonNode request;
        try {
            request = JSON.readTree(body);
        } catch (IOException noJson) {
            send(exchange, 400, "application/json", error(400, "BadRequestError", "The body is no JSON."));
            return;
        }
        boolean chat = exchange.getRequestURI().getPath().startsWith("/v1/chat/");
        Completion completion = new Completion(request, chat, served);
        if (!completion.model().equals(served.name())) {
            send(exchange, 404, "application/json",
                    error(404, "NotFoundError", "The model `" + completion.model() + "` does not exist."));
        } else if (completion.wantedTokens() > served.maxLength()) {
            send(exchange, 400, "application/json", error(400, "BadRequestError",
                    ("This model's maximum context length is %d tokens. However, you requested %d tokens (%d in the "
                            + "messages, %d in the completion). Please reduce the length of the messages or completion.")
                            .formatted(served.maxLength(), completion.wantedTokens(), completion.promptTokens(),
                                    completion.mostTokens())));
        } else {
            tally.begin(completion.promptTokens());
            try {
                answer(exchange, completion);
            } finally {
                tally.end();
            }
        }
    }

    private void answer(HttpExchange exchange, Completion completion) throws IOException {
        if (completion.isStream()) {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
            exchange.sendResponseHeaders(200, 0);
            try {
                completion.stream(event -> {
                    try {
                        exchange.getResponseBody().write(("data: " + event + "\n\n").getBytes(StandardCharsets.UTF_8));
                        exchange.getResponseBody().flush();
                    } catch (IOException hungUp) {
                        throw new UncheckedIOException(hungUp);
                    }
                }, tally::token);
            } catch (UncheckedIOException hungUp) {
                throw hungUp.getCause();
            }
        } else {
            send(exchange, 200, "application/json", completion.whole(tally::token));
        }
    }

    private String models() throws IOException {
        var model = JSON.createObjectNode().put("id", served.name()).put("object", "model")
                .put("created", System.currentTimeMillis() / 1000).put("owned_by", "vllm")
                .put("root", served.model()).put("max_model_len", served.maxLength());
        var list = JSON.createObjectNode().put("object", "list");
        list.putArray("data").add(model);
        return JSON.writeValueAsString(list);
    }

    private static String error(int code, String type, String message) throws IOException {
        return JSON.writeValueAsString(JSON.createObjectNode().put("object", "error").put("message", message)
                .put("type", type).putNull("param").put("code", code));
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        servers.forEach(server -> server.stop(0));
        threads.shutdownNow();
    }
}
