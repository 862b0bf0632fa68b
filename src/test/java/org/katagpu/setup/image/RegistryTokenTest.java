package org.katagpu.setup.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.katagpu.message.Messages;
import org.katagpu.setup.LibraryText;

/** Asking a registry before the pull: its token server is not followed elsewhere, all has an end, a refusal is told. */
class RegistryTokenTest {
    private static final int MOST = 524_288;

    private final List<String> elsewhere = new CopyOnWriteArrayList<>();
    private final List<String> blobs = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private HttpServer registry;
    private HttpServer other;
    /** What the token server does. */
    private volatile String token = "give";
    /** What the registry says of a manifest, with the token. */
    private volatile int manifest = 200;
    private volatile boolean bearer = true;

    @BeforeEach
    void start() throws IOException {
        registry = server();
        registry.createContext("/", this::registry);
        other = server();
        other.createContext("/", exchange -> {
            elsewhere.add(exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("Authorization"));
            answer(exchange, 200, "{\"token\":\"stolen\",\"config\":{\"Env\":[\"CUDA_VERSION=12.9.1\"]}}");
        });
        registry.start();
        other.start();
    }

    @AfterEach
    void end() {
        end.countDown();
        registry.stop(0);
        other.stop(0);
    }

    private static HttpServer server() throws IOException {
        HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        made.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        return made;
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        try (exchange) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private void registry(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        if (path.equals("/token")) {
            giveToken(exchange);
        } else if (!"Bearer right".equals(given)) {
            exchange.getResponseHeaders().add("WWW-Authenticate", bearer
                    ? "Bearer realm=\"http://127.0.0.1:" + registry.getAddress().getPort() + "/token\",service=\"s\""
                    : "Basic realm=\"inside\"");
            answer(exchange, 401, "");
        } else if (path.contains("/blobs/")) {
            blobs.add(given);
            exchange.getResponseHeaders().add("Location",
                    "http://localhost:" + other.getAddress().getPort() + "/cdn");
            answer(exchange, 307, "");
        } else {
            answer(exchange, manifest, manifest != 200 ? "" : """
                    {"schemaVersion":2,"config":{"mediaType":"application/vnd.oci.image.config.v1+json",
                    "digest":"sha256:%s","size":2},"layers":[]}""".formatted("a".repeat(64)));
        }
    }

    private void giveToken(HttpExchange exchange) throws IOException {
        switch (token) {
            case "give" -> answer(exchange, 200, "{\"token\":\"right\"}");
            case "elsewhere" -> {
                exchange.getResponseHeaders().add("Location",
                        "http://localhost:" + other.getAddress().getPort() + "/token");
                answer(exchange, 302, "");
            }
            case "huge" -> answer(exchange, 200, "{\"token\":\"right\",\"x\":\"" + "y".repeat(MOST) + "\"}");
            case "silent" -> {
                try {
                    end.await();
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
                exchange.close();
            }
            default -> answer(exchange, Integer.parseInt(token), "");
        }
    }

    private String ask() throws Exception {
        Process bash = new ProcessBuilder("bash", "-c", """
                set -Eeuo pipefail
                KATAGPU_NONCE=n IMAGE_ARCH=arm64 IMAGE_CHECKING=1 PLAIN_HTTP=1 SOURCE_IMAGE=$2
                eval "$1"
                image_ask_registry
                """, "bash", LibraryText.of("image/plan"),
                "127.0.0.1:" + registry.getAddress().getPort() + "/vllm/vllm-openai:v0.10.2").redirectErrorStream(true)
                .start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(said).isZero();
        return said;
    }

    /** Layers and configurations lie elsewhere with many registries: gone to, and without the token. */
    @Test
    void theConfigurationIsFetchedWhereItLiesAndTheTokenStays() throws Exception {
        assertThat(ask()).contains("\"cuda\":\"12.9.1\"").doesNotContain("image.login_needed");
        assertThat(blobs).containsExactly("Bearer right");
        assertThat(elsewhere).containsExactly("/cdn null");
    }

    @Test
    void theTokenServerIsNotFollowedElsewhere() throws Exception {
        token = "elsewhere";
        assertThat(ask()).contains("image.token_elsewhere", "\"status\":\"warn\"").doesNotContain("\"cuda\"");
        assertThat(elsewhere).isEmpty();
    }

    @Test
    void aRefusalIsToldInWords() throws Exception {
        for (String refusal : List.of("401", "403")) {
            token = refusal;
            assertThat(ask()).as(refusal).contains("image.login_needed").contains("/token: " + refusal);
        }
        token = "give";
        manifest = 403;
        assertThat(ask()).contains("image.login_needed");
        bearer = false;
        assertThat(ask()).as("an account and no token").contains("image.login_needed");
        for (Locale language : Messages.LOCALES) {
            for (String key : List.of("image.finding.login_needed", "image.finding.token_elsewhere")) {
                assertThat(new Messages(language).get(key, "THE-IMAGE", "THE-PLACE")).contains("THE-IMAGE");
            }
        }
    }

    /** What is not there and a server's own trouble are the pull's to tell. */
    @Test
    void whatIsNotThereIsNoRefusal() throws Exception {
        for (int status : List.of(404, 500)) {
            manifest = status;
            assertThat(ask()).as(status + "").doesNotContain("image.").doesNotContain("\"cuda\"");
        }
    }

    @Test
    void anAnswerWithoutEndIsNotWaitedFor() throws Exception {
        token = "huge";
        assertThat(ask()).doesNotContain("\"cuda\"");
        token = "silent";
        long begun = System.nanoTime();
        assertThat(ask()).doesNotContain("\"cuda\"");
        assertThat((System.nanoTime() - begun) / 1e9).isBetween(7.0, 25.0);
    }
}
