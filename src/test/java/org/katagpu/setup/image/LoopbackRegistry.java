package org.katagpu.setup.image;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** A registry on this machine that knows one repository, {@code vllm/vllm-openai}. */
final class LoopbackRegistry implements AutoCloseable {
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";

    private final HttpServer server;
    private final Map<String, Content> contents = new ConcurrentHashMap<>();

    private final CountDownLatch end = new CountDownLatch(1);
    private volatile long standStillFrom = Long.MAX_VALUE;
    private volatile List<String> environment = List.of();
    private volatile String token = "";

    private record Content(String type, byte[] bytes) {}

    LoopbackRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v2/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    /** From now on, of content that long or longer half is sent, then nothing more. 0: nothing is answered at all. */
    void standStill(long from) {
        standStillFrom = from;
    }

    void goOn() {
        standStillFrom = Long.MAX_VALUE;
    }

    /** Of the images put into it from now on. */
    void environment(String... variables) {
        environment = List.of(variables);
    }

    /** From now on everybody needs a token, which it gives to anybody. */
    void askToken(String given) {
        token = given;
    }

    /** Name of an image in it. */
    String image(String tag) {
        return "127.0.0.1:" + server.getAddress().getPort() + "/vllm/vllm-openai:" + tag;
    }

    /** @return digest of an index with an image for each architecture */
    String index(String tag, String... architectures) {
        StringBuilder entries = new StringBuilder();
        for (String architecture : architectures) {
            byte[] manifest = manifest(architecture);
            entries.append(entries.isEmpty() ? "" : ",").append("""
                    {"mediaType":"%s","digest":"%s","size":%d,"platform":{"architecture":"%s","os":"linux"}}"""
                    .formatted(MANIFEST, put(MANIFEST, manifest), manifest.length, architecture));
        }
        byte[] index = "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}".formatted(INDEX, entries)
                .getBytes(StandardCharsets.UTF_8);
        contents.put(tag, new Content(INDEX, index));
        return put(INDEX, index);
    }

    /** An image of one architecture, without an index. */
    void single(String tag, String architecture) {
        byte[] manifest = manifest(architecture);
        put(MANIFEST, manifest);
        contents.put(tag, new Content(MANIFEST, manifest));
    }

    private byte[] manifest(String architecture) {
        byte[] layer = new byte[1 << 20]; // an archive with nothing in it
        byte[] config = """
                {"architecture":"%s","os":"linux","config":{"Env":[%s]},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}"""
                .formatted(architecture,
                        environment.stream().map(one -> '"' + one + '"').collect(Collectors.joining(",")),
                        ImageFile.hex(layer))
                .getBytes(StandardCharsets.UTF_8);
        return """
                {"schemaVersion":2,"mediaType":"%s",\
                "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":%d},\
                "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"%s","size":%d}]}"""
                .formatted(MANIFEST, put("application/octet-stream", config), config.length,
                        put("application/octet-stream", layer), layer.length)
                .getBytes(StandardCharsets.UTF_8);
    }

    private String put(String type, byte[] bytes) {
        String digest = "sha256:" + ImageFile.hex(bytes);
        contents.put(digest, new Content(type, bytes));
        return digest;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            Content content = contents.get(path.substring(path.lastIndexOf('/') + 1));
            if (path.equals("/v2/token")) {
                byte[] given = ("{\"token\":\"" + token + "\"}").getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, given.length);
                exchange.getResponseBody().write(given);
            } else if (!token.isEmpty()
                    && !("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.getResponseHeaders().add("WWW-Authenticate", "Bearer realm=\"http://127.0.0.1:"
                        + server.getAddress().getPort() + "/v2/token\",service=\"loopback\"");
                exchange.sendResponseHeaders(401, -1);
            } else if (path.equals("/v2/")) {
                exchange.sendResponseHeaders(200, -1);
            } else if (content == null) {
                exchange.sendResponseHeaders(404, -1);
            } else if (standStillFrom == 0) {
                awaitEnd();
            } else {
                exchange.getResponseHeaders().add("Content-Type", content.type());
                exchange.getResponseHeaders().add("Docker-Content-Digest",
                        "sha256:" + ImageFile.hex(content.bytes()));
                boolean head = exchange.getRequestMethod().equals("HEAD");
                if (head) {
                    exchange.getResponseHeaders().add("Content-Length", String.valueOf(content.bytes().length));
                }
                exchange.sendResponseHeaders(200, head ? -1 : content.bytes().length);
                if (!head && content.bytes().length >= standStillFrom) {
                    exchange.getResponseBody().write(content.bytes(), 0, content.bytes().length / 2);
                    exchange.getResponseBody().flush();
                    awaitEnd();
                } else if (!head) {
                    exchange.getResponseBody().write(content.bytes());
                }
            }
        }
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
    }
}
