package org.katagpu.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.chat.Answer.Ending;
import org.katagpu.chat.wire.HttpChatClient;
import org.katagpu.message.ProblemException;

/** A server of the OpenAI protocol that others wrote: the npm package openai-mock-api, installed under target/. */
@Tag("real")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignServerRealTest {
    private static final String PACKAGE = "openai-mock-api@0.4.0";
    private static final Path INSTALLED = Path.of("target", "npm", "openai-mock-api-0.4.0");

    private int port;
    private Process server;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Path program = INSTALLED.resolve("node_modules/openai-mock-api/dist/cli.js").toAbsolutePath();
        if (Files.notExists(program)) {
            Files.createDirectories(INSTALLED);
            run(folder, "npm", "install", "--prefix", INSTALLED.toString(), "--ignore-scripts", "--no-audit",
                    "--no-fund", PACKAGE);
        }
        Path config = Files.writeString(folder.resolve("config.yaml"), """
                apiKey: sk-known
                port: 3000
                responses:
                  - id: greeting
                    messages:
                      - role: user
                        content: 你好
                      - role: assistant
                        content: "Hello, 世界! This is an answer of several words."
                """);
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        server = new ProcessBuilder("node", program.toString(), "--config", config.toString(), "--port",
                String.valueOf(port)).redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile()).start();
        awaitListening(folder.resolve("log"));
    }

    @AfterAll
    void stop() throws Exception {
        if (server != null) {
            server.destroyForcibly().waitFor();
        }
    }

    private ChatClient client(String key) {
        return new HttpChatClient(SocketDuplex.to(port), "h",
                new Endpoint("127.0.0.1", port, Optional.empty(), "gpt-4", () -> Optional.of(key.toCharArray())));
    }

    private static ChatRequest asking(String question) {
        return Conversation.begin(Settings.DEFAULT, Instant.EPOCH).ask(question, Instant.EPOCH).request("gpt-4");
    }

    @Test
    void healthAndModels() throws Exception {
        client("sk-known").health();
        assertThat(client("sk-known").models()).extracting(ServedModel::id).contains("gpt-4");
    }

    @Test
    void aStreamedAnswer() throws Exception {
        RecordedEvents heard = new RecordedEvents();
        client("sk-known").send(asking("你好"), heard);
        Answer answer = heard.finished();
        assertThat(answer.text()).isEqualTo("Hello, 世界! This is an answer of several words.");
        assertThat(answer.ending()).isEqualTo(Ending.COMPLETE);
        assertThat(answer.statistics().parts()).isGreaterThan(3);
    }

    @Test
    void anAnswerInOnePiece() throws Exception {
        RecordedEvents heard = new RecordedEvents();
        client("sk-known").send(asking("你好").whole(), heard);
        assertThat(heard.finished().text()).isEqualTo("Hello, 世界! This is an answer of several words.");
        assertThat(heard.finished().statistics().usage()).isPresent();
    }

    @Test
    void aWrongKey() {
        assertThatThrownBy(client("sk-other")::models)
                .asInstanceOf(InstanceOfAssertFactories.throwable(ProblemException.class))
                .extracting(e -> e.problem().what().key()).isEqualTo("chat.problem.key");
    }

    @Test
    void aQuestionItRefuses() throws Exception {
        RecordedEvents heard = new RecordedEvents();
        client("sk-known").send(asking("not in its list"), heard);
        assertThat(heard.problem().what().key()).isEqualTo("chat.problem.rejected");
        assertThat(heard.problem().lastLines()).isNotEmpty();
    }

    private static void run(Path folder, String... words) throws Exception {
        Path log = folder.resolve("npm.log");
        Process process = new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    }

    private void awaitListening(Path log) throws Exception {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
                assertThat(probe.isConnected()).isTrue();
                return;
            } catch (IOException notYet) {
                assertThat(System.nanoTime()).as(Files.readString(log)).isLessThan(until);
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }
}
