package org.katagpu.chat.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.katagpu.chat.wire.Clients.ask;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.katagpu.chat.Answer.Ending;
import org.katagpu.chat.ChatClient;
import org.katagpu.chat.ChatEvent;
import org.katagpu.chat.ChatRequest;
import org.katagpu.chat.Dialer;
import org.katagpu.chat.Endpoint;
import org.katagpu.chat.FakeServer;
import org.katagpu.chat.Message;
import org.katagpu.chat.Message.Role;
import org.katagpu.chat.RecordedEvents;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;

/** Answers that do not arrive, each told apart and in the server's words. */
class FailuresTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "400 | {\"error\":{\"message\":\"This model's maximum context length is 2048 tokens.\",\"code\":400}} | context"
                + " | This model's maximum context length is 2048 tokens.",
        "400 | {\"object\":\"error\",\"message\":\"The prompt (9 tokens) exceeds max_model_len\",\"code\":400}"
                + " | context | The prompt (9 tokens) exceeds max_model_len",
        "400 | {\"error\":{\"message\":\"too long\",\"type\":\"exceed_context_size_error\"}} | context | too long",
        "413 | {\"error\":{\"message\":\"x\",\"code\":\"context_length_exceeded\"}} | context | x",
        "400 | {\"error\":{\"message\":\"temperature must be non-negative\"}} | rejected"
                + " | temperature must be non-negative",
        "422 | {\"detail\":[{\"msg\":\"field required\"}]} | rejected | [{\"msg\":\"field required\"}]",
        "401 | {\"error\":\"Unauthorized\"} | key | Unauthorized",
        "403 | {\"error\":{\"message\":\"no\"}} | key | no",
        "404 | {\"error\":{\"message\":\"The model `m` does not exist.\",\"type\":\"NotFoundError\"}} | model"
                + " | The model `m` does not exist.",
        "404 | {\"detail\":\"Not Found\"} | path | Not Found",
        "405 | {\"detail\":\"Method Not Allowed\"} | path | Method Not Allowed",
        "429 | {\"error\":{\"message\":\"Slow down\"}} | busy | Slow down",
        "500 | Internal Server Error | server | Internal Server Error",
        "500 | {\"error\":{\"message\":\"CUDA out of memory\"}} | server | CUDA out of memory",
        "502 | <html>Bad Gateway</html> | unavailable | <html>Bad Gateway</html>",
        "503 | {\"error\":{\"message\":\"Loading model\"}} | unavailable | Loading model",
        "504 | {} | unavailable | {}", "302 | moved | status | moved",
        "418 | tea | status | tea"})
    void refusals(int status, String body, String key, String words) throws Exception {
        try (FakeServer server = FakeServer.start((_, _, out) -> out.json(status, body))) {
            RecordedEvents heard = ask(server);
            Problem problem = heard.problem();
            assertThat(problem.what().key()).isEqualTo("chat.problem." + key);
            assertThat(problem.lastLines()).isEqualTo(words.lines().toList());
            assertThat(problem.host()).isEqualTo("admin@host");
            assertThat(problem.command()).isEqualTo("POST http://10.88.0.5:8000/v1/chat/completions");
            assertThat(heard.events()).hasSize(1);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void whenToAskAgain(int status) throws Exception {
        try (FakeServer server = FakeServer.start((_, _, out) -> out.json(status, "Retry-After: 7\r\n", "{}"))) {
            assertThat(ask(server).problem().next()).isEqualTo(Text.of("chat.problem.retryafter", "7"));
        }
    }

    @Test
    void streamOptionsAreDroppedOnlyOnce() throws Exception {
        try (FakeServer server = FakeServer
                .start((_, _, out) -> out.json(400, "{\"error\":{\"message\":\"stream_options?\"}}"))) {
            assertThat(ask(server).problem().what().key()).isEqualTo("chat.problem.rejected");
            assertThat(server.requests()).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void droppedStream(boolean reset) throws Exception {
        try (FakeServer server = FakeServer.start((_, in, out) -> {
            out.stream();
            out.part("half an ");
            out.chunk("data: {\"choices\":[{\"del");
            if (reset) {
                out.reset();
            }
        })) {
            RecordedEvents heard = ask(server);
            assertThat(heard.problem().what().key()).isEqualTo("chat.problem.dropped");
            assertThat(heard.end().answer().ending()).isEqualTo(Ending.FAILED);
            assertThat(reset ? "half an " : heard.end().answer().text()).isEqualTo("half an ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Connection: close\r\n", "Content-Length: 5000\r\n", "Transfer-Encoding: chunked\r\n"})
    void aStreamThatEndsBeforeItBegan(String header) throws Exception {
        try (FakeServer server = FakeServer
                .saying("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n" + header + "\r\n")) {
            assertThat(ask(server).problem().what().key()).isEqualTo("chat.problem.dropped");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "data: {\"error\":{\"message\":\"out of memory\",\"type\":\"InternalServerError\"}} | midway | out of memory",
        "data: {\"error\":{\"message\":\"out of memory\",\"code\":500}} | server | out of memory",
        "data: {\"object\":\"error\",\"message\":\"maximum context length is 9\"} | context"
                + " | maximum context length is 9",
        "event: error\\ndata: plain words | midway | plain words",
        "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"abort\"}]}\\n\\ndata: [DONE] | midway | ``"})
    void errorsInTheStream(String event, String key, String words) throws Exception {
        try (FakeServer server = FakeServer.start((_, _, out) -> {
            out.stream();
            out.part("so far");
            out.chunk(event.replace("\\n", "\n") + "\n\n");
            out.done();
        })) {
            RecordedEvents heard = ask(server);
            assertThat(heard.problem().what().key()).isEqualTo("chat.problem." + key);
            assertThat(heard.problem().lastLines()).isEqualTo(words.lines().toList());
            assertThat(heard.end().answer().text()).isEqualTo("so far");
        }
    }

    @Test
    void anErrorWithStatus200() throws Exception {
        try (FakeServer server = FakeServer
                .start((_, _, out) -> out.json(200, "{\"error\":{\"message\":\"no\",\"code\":401}}"))) {
            assertThat(ask(server).problem().what()).isEqualTo(Text.of("chat.problem.key", "401"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "[1]", "3", "{\"choices\":[{\"delta\"", "data"})
    void eventsThatAreNoJson(String data) throws Exception {
        try (FakeServer server = FakeServer.start((_, _, out) -> {
            out.stream();
            out.event(data);
            out.done();
        })) {
            Problem problem = ask(server).problem();
            assertThat(problem.what().key()).isEqualTo("chat.problem.notjson");
            assertThat(problem.lastLines()).containsExactly(data);
        }
    }

    @Test
    void aPageInsteadOfAnAnswer() throws Exception {
        try (FakeServer server = FakeServer.saying(
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>\n<title>Sign in to the proxy</title>")) {
            Problem problem = ask(server).problem();
            assertThat(problem.what().key()).isEqualTo("chat.problem.notjson");
            assertThat(problem.lastLines()).contains("<title>Sign in to the proxy</title>");
        }
    }

    @Test
    void wordsInsteadOfAnAnswer() throws Exception {
        try (FakeServer server = FakeServer
                .saying("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\ndown for maintenance")) {
            Problem problem = ask(server).problem();
            assertThat(problem.what().key()).isEqualTo("chat.problem.notjson");
            assertThat(problem.lastLines()).containsExactly("down for maintenance");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSH-2.0-OpenSSH_9.2\r\n\r\n", "\0\1\2\3\n\n", "hello\n", "HTTP/2.0 200 OK\r\n\r\n",
        "HTTP/1.1 xyz\r\n\r\n", "HTTP/1.1 099 Low\r\n\r\n"})
    void notHttp(String greeting) throws Exception {
        try (FakeServer server = FakeServer.saying(greeting)) {
            assertThat(ask(server).problem().what()).isEqualTo(Text.of("chat.problem.nothttp", "10.88.0.5:8000"));
        }
    }

    @Test
    void headersWithoutEnd() throws Exception {
        try (FakeServer server = FakeServer.start((_, _, out) -> {
            out.text("HTTP/1.1 200 OK\r\n");
            for (int i = 0; i < 10_000; i++) {
                out.text("X-" + i + ": y\r\n");
            }
        })) {
            assertThat(ask(server).problem().what().key()).isEqualTo("chat.problem.nothttp");
        }
    }

    @Test
    void aHeaderWithoutEnd() throws Exception {
        try (FakeServer server = FakeServer.saying("HTTP/1.1 200 OK\r\nX: " + "y".repeat(1 << 20))) {
            assertThat(ask(server).problem().what().key()).isEqualTo("chat.problem.nothttp");
        }
    }

    @Test
    void interimResponsesWithoutEnd() throws Exception {
        try (FakeServer server = FakeServer.saying("HTTP/1.1 102 Wait\r\n\r\n".repeat(1000))) {
            assertThat(ask(server).problem().what().key()).isEqualTo("chat.problem.nothttp");
        }
    }

    @Test
    void chunksThatAreNone() throws Exception {
        try (FakeServer server = FakeServer.saying("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                + "Transfer-Encoding: chunked\r\n\r\nzz\r\ndata")) {
            assertThat(ask(server).problem().what().key()).isEqualTo("chat.problem.dropped");
        }
    }

    @Test
    void closedWithoutAnAnswer() throws Exception {
        try (FakeServer server = FakeServer.saying("")) {
            assertThat(ask(server).problem().what().key()).isEqualTo("chat.problem.silent");
        }
    }

    /** The words of a server that refuses a request before it has read all of it are not lost. */
    @Test
    void refusedBeforeAllWasSent() throws Exception {
        try (FakeServer server = FakeServer.start((_, in, out) -> {
            out.json(413, "{\"error\":{\"message\":\"body too large\"}}");
            in.skipNBytes(8 << 20);
        })) {
            ChatRequest large = new ChatRequest("m", List.of(new Message(Role.USER, "x".repeat(8 << 20))),
                    OptionalDouble.empty(), OptionalInt.empty(), OptionalLong.empty(), true);
            Problem problem = ask(Clients.of(server), large).problem();
            assertThat(problem.what()).isEqualTo(Text.of("chat.problem.rejected", "413"));
            assertThat(problem.lastLines()).containsExactly("body too large");
        }
    }

    @Test
    void whatTheDialerSaysIsPassedOn() throws Exception {
        Problem refused = Problem.of(Text.of("remote.dial", "10.88.0.5", "8000"), Text.of("remote.dial.next"));
        Dialer dialer = (_, _) -> {
            throw new ProblemException(refused);
        };
        ChatClient client = new HttpChatClient(dialer, "h",
                new Endpoint("10.88.0.5", 8000, Optional.empty(), "m", Optional::empty));
        assertThat(ask(client).problem()).isEqualTo(refused);
    }

    @Test
    void theKeyIsWipedAndNeverShown() throws Exception {
        List<char[]> given = new CopyOnWriteArrayList<>();
        try (FakeServer server = FakeServer.start((request, _, out) -> out.json(401,
                "{\"error\":\"" + request.headers().get("authorization") + "\"}"))) {
            ChatClient client = Clients.of(server, Optional.empty(), () -> {
                char[] copy = "sk-12345".toCharArray();
                given.add(copy);
                return Optional.of(copy);
            });
            assertThat(ask(client).problem().lastLines()).containsExactly("Bearer sk-12345");
            assertThat(given).isNotEmpty().allSatisfy(copy -> assertThat(copy).containsOnly('\0'));
            assertThat(client.endpoint().toString()).doesNotContain("sk-1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX-Injected: 1", "with space", "密钥", "tab\t"})
    void aKeyThatCannotBeSent(String key) throws Exception {
        List<char[]> given = new CopyOnWriteArrayList<>();
        try (FakeServer server = FakeServer.saying("HTTP/1.1 200 OK\r\n\r\n")) {
            ChatClient client = Clients.of(server, Optional.empty(), () -> {
                given.add(key.toCharArray());
                return Optional.of(given.getLast());
            });
            RecordedEvents heard = ask(client);
            assertThat(heard.problem().what()).isEqualTo(Text.of("chat.problem.badkey"));
            assertThat(heard.events()).noneMatch(ChatEvent.Accepted.class::isInstance);
            assertThat(server.requests()).isEmpty();
            assertThat(given).allSatisfy(copy -> assertThat(Arrays.equals(copy, new char[copy.length])).isTrue());
        }
    }
}
