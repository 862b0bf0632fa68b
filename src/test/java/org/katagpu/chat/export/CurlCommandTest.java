package org.katagpu.chat.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.chat.CertificatePin;
import org.katagpu.chat.ChatRequest;
import org.katagpu.chat.Endpoint;
import org.katagpu.chat.FakeServer;
import org.katagpu.chat.Message;
import org.katagpu.chat.Message.Role;
import org.katagpu.chat.TestCertificate;
import org.katagpu.message.Messages;

/** The command does what the client does. */
class CurlCommandTest {
    private static final String NASTY = "it's $HOME `id` \\ \"x\"\nEND\n'; 你好";
    private static final ChatRequest REQUEST = new ChatRequest("m", List.of(new Message(Role.USER, NASTY)),
            OptionalDouble.of(0.5), OptionalInt.empty(), OptionalLong.empty(), true);

    @TempDir
    Path folder;

    private static String command(Endpoint endpoint) {
        return new CurlCommand(new Messages(Locale.ENGLISH)).of(endpoint, REQUEST);
    }

    @Test
    void theKeyIsAVariable() {
        char[] key = "sk-secret".toCharArray();
        String command = command(new Endpoint("10.88.0.5", 8000, Optional.empty(), "m", () -> Optional.of(key)));
        assertThat(command).doesNotContain("sk-secret").contains("\"$KEY\"", "#   read -rs KEY",
                "'http://10.88.0.5:8000/v1/chat/completions'");
        assertThat(key).containsOnly('\0');
    }

    @Test
    void withoutKeyNorTls() {
        assertThat(command(new Endpoint("10.88.0.5", 8000, Optional.empty(), "m", Optional::empty)))
                .doesNotContain("KEY", "openssl", "--insecure");
    }

    @Tag("real")
    @Test
    void bashAndCurlSendTheSameRequest() throws Exception {
        try (FakeServer server = FakeServer.start((_, _, out) -> out.json(200, "{\"ok\":1}"))) {
            String command = command(
                    new Endpoint("127.0.0.1", server.port(), Optional.empty(), "m",
                            () -> Optional.of("x".toCharArray())));
            assertThat(bash("KEY='sk \"1'\n" + command)).isEqualTo("{\"ok\":1}");
            FakeServer.Request got = server.requests().getFirst();
            assertThat(got.headers()).containsEntry("authorization", "Bearer sk \"1")
                    .containsEntry("content-type", "application/json");
            var sent = new com.fasterxml.jackson.databind.ObjectMapper().readTree(got.body());
            assertThat(sent.path("messages").path(0).path("content").asText()).isEqualTo(NASTY);
            assertThat(sent.path("stream_options").path("include_usage").asBoolean()).isTrue();
        }
    }

    @Tag("real")
    @Test
    void thePinnedCertificateAndNoOther() throws Exception {
        TestCertificate certificate = TestCertificate.make();
        try (FakeServer server = FakeServer.start(certificate.sockets(), (_, _, out) -> out.json(200, "answer"))) {
            assertThat(bash(pinned(server, certificate.pin()))).isEqualTo("answer");
            int before = server.requests().size();
            assertThat(bash(pinned(server, TestCertificate.make().pin()))).isEmpty();
            assertThat(server.requests()).as("nothing was sent").hasSize(before);
        }
    }

    private static String pinned(FakeServer server, CertificatePin pin) {
        return command(new Endpoint("127.0.0.1", server.port(), Optional.of(pin), "m", Optional::empty));
    }

    private String bash(String script) throws Exception {
        Path out = folder.resolve("out");
        Process bash = new ProcessBuilder("bash", "-s").redirectOutput(out.toFile())
                .redirectError(folder.resolve("err").toFile()).start();
        bash.getOutputStream().write(script.getBytes(StandardCharsets.UTF_8));
        bash.getOutputStream().close();
        assertThat(bash.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return java.nio.file.Files.readString(out);
    }
}
