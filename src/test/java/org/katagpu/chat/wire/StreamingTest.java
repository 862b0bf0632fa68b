package org.katagpu.chat.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.katagpu.chat.wire.Clients.QUESTION;
import static org.katagpu.chat.wire.Clients.ask;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.katagpu.chat.Answer;
import org.katagpu.chat.Answer.Ending;
import org.katagpu.chat.ApiKey;
import org.katagpu.chat.ChatClient;
import org.katagpu.chat.ChatEvent;
import org.katagpu.chat.ChatRequest;
import org.katagpu.chat.FakeServer;
import org.katagpu.chat.Message;
import org.katagpu.chat.Message.Role;
import org.katagpu.chat.RecordedEvents;
import org.katagpu.chat.Usage;

/** Answers that arrive. */
class StreamingTest {
    @Test
    void partsReasoningFinishAndUsage() throws Exception {
        try (FakeServer server = FakeServer.start((_, _, out) -> {
            out.stream();
            out.chunk(": ping\n\n");
            out.event("{\"model\":\"m-2\",\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}");
            out.event("{\"choices\":[{\"delta\":{\"reasoning_content\":\"Hm, \"}}]}");
            out.event("{\"choices\":[{\"delta\":{\"reasoning\":\"so.\"}}]}");
            out.event("{\"choices\":[{\"delta\":{\"content\":\"你\"}}],\"usage\":null}");
            out.event("{\"choices\":[{\"delta\":{\"content\":\"好!\"},\"finish_reason\":null}]}");
            out.event("{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}");
            out.event("{\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":12,\"total_tokens\":21}}");
            out.done();
        })) {
            RecordedEvents heard = ask(server);
            Answer answer = heard.finished();
            assertThat(answer.text()).isEqualTo("你好!");
            assertThat(answer.reasoning()).isEqualTo("Hm, so.");
            assertThat(answer.model()).isEqualTo("m-2");
            assertThat(answer.ending()).isEqualTo(Ending.COMPLETE);
            assertThat(answer.statistics().usage()).contains(new Usage(9, 12));
            assertThat(answer.statistics().parts()).isEqualTo(4);
            assertThat(answer.statistics().estimated()).isFalse();
            assertThat(answer.statistics().firstToken()).isPresent();
            assertThat(heard.events()).hasSize(6).startsWith(new ChatEvent.Accepted());
            assertThat(heard.events().subList(1, 5)).extracting(event -> switch (event) {
                case ChatEvent.Text(String part, var soFar) -> "text " + part + soFar.tokens();
                case ChatEvent.Reasoning(String part, var soFar) -> "reasoning " + part + soFar.tokens();
                default -> "";
            }).containsExactly("reasoning Hm, 1", "reasoning so.2", "text 你3", "text 好!4");
        }
    }

    @Test
    void theRequest() throws Exception {
        try (FakeServer server = FakeServer.start((_, _, out) -> {
            out.stream();
            out.done();
        })) {
            ChatClient client = Clients.of(server, Optional.empty(), () -> Optional.of("sk-secret".toCharArray()));
            ask(client, new ChatRequest("a \"model\"", List.of(new Message(Role.SYSTEM, "Be brief."),
                    new Message(Role.USER, "你好\n\"quoted\""), new Message(Role.ASSISTANT, "hi")),
                    OptionalDouble.of(0.5), OptionalInt.of(64), OptionalLong.of(-7), true)).finished();
            FakeServer.Request request = server.requests().getFirst();
            assertThat(request.line()).isEqualTo("POST /v1/chat/completions HTTP/1.1");
            assertThat(request.headers()).containsEntry("host", "10.88.0.5:8000")
                    .containsEntry("authorization", "Bearer sk-secret").containsEntry("connection", "close")
                    .containsEntry("content-type", "application/json").containsEntry("accept", "text/event-stream");
            assertThat(json(request.body())).isEqualTo(json("""
                    {"model":"a \\"model\\"","messages":[{"role":"system","content":"Be brief."},
                    {"role":"user","content":"你好\\n\\"quoted\\""},{"role":"assistant","content":"hi"}],
                    "temperature":0.5,"max_tokens":64,"seed":-7,"stream":true,
                    "stream_options":{"include_usage":true}}"""));
        }
    }

    @Test
    void whatIsNotSetIsNotSent() throws Exception {
        try (FakeServer server = FakeServer.start((_, _, out) -> {
            out.stream();
            out.done();
        })) {
            ask(server).finished();
            assertThat(json(server.requests().getFirst().body()).fieldNames()).toIterable()
                    .containsExactlyInAnyOrder("model", "messages", "stream", "stream_options");
            assertThat(server.requests().getFirst().headers()).doesNotContainKey("authorization");
        }
    }

    @Test
    void inOnePiece() throws Exception {
        try (FakeServer server = FakeServer.start((_, _, out) -> out.json(200, """
                {"model":"m","choices":[{"message":{"role":"assistant","content":"All of it.","reasoning_content":null},
                "finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":4}}"""))) {
            Answer answer = ask(Clients.of(server), QUESTION.whole()).finished();
            assertThat(answer.text()).isEqualTo("All of it.");
            assertThat(answer.statistics().usage()).contains(new Usage(3, 4));
            assertThat(answer.statistics().firstToken()).isEmpty();
            assertThat(answer.statistics().tokensPerSecond()).isPresent();
            JsonNode sent = json(server.requests().getFirst().body());
            assertThat(sent.path("stream").asBoolean(true)).isFalse();
            assertThat(sent.has("stream_options")).isFalse();
        }
    }

    @Test
    void aServerThatKnowsNoStreams() throws Exception {
        try (FakeServer server = FakeServer.start((_, _, out) -> out.json(200,
                "{\"choices\":[{\"message\":{\"content\":\"whole\"},\"finish_reason\":\"stop\"}]}"))) {
            assertThat(ask(server).finished().text()).isEqualTo("whole");
        }
    }

    @ParameterizedTest
    @CsvSource({"stop,COMPLETE", "length,LENGTH", "content_filter,FILTERED", "tool_calls,TOOL", "eos_token,COMPLETE"})
    void whyItEnds(String word, Ending ending) throws Exception {
        try (FakeServer server = FakeServer.start((_, _, out) -> {
            out.stream();
            out.part("x");
            out.finish(word);
            out.done();
        })) {
            assertThat(ask(server).finished().ending()).isEqualTo(ending);
        }
    }

    @Test
    void doneEndsItThoughTheServerKeepsTheConnection() throws Exception {
        try (FakeServer server = FakeServer.start((_, in, out) -> {
            out.stream();
            out.part("x");
            out.event("[DONE]");
            in.read();
        })) {
            assertThat(ask(server).finished().text()).isEqualTo("x");
        }
    }

    @Test
    void aFinishWithoutDoneIsAnEndToo() throws Exception {
        try (FakeServer server = FakeServer.start((_, _, out) -> {
            out.stream();
            out.part("x");
            out.finish("stop");
        })) {
            assertThat(ask(server).finished().text()).isEqualTo("x");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Connection: close\r\n", "Content-Length: 126\r\n"})
    void bodiesWithoutChunks(String header) throws Exception {
        String body = "data: {\"choices\":[{\"delta\":{\"content\":\"plain\"}}]}\r\n\r\n"
                + "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\r\n\r\n" + "data: [DONE]\r\n";
        assertThat(body).hasSize(126);
        try (FakeServer server = FakeServer
                .saying("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n" + header + "\r\n" + body)) {
            assertThat(ask(server).finished().text()).isEqualTo("plain");
        }
    }

    /** As the npm package openai-mock-api calls it, for one; others name no type at all. */
    @ParameterizedTest
    @ValueSource(strings = {"Content-Type: text/plain; charset=utf-8\r\n", ""})
    void aStreamUnderAnotherName(String header) throws Exception {
        try (FakeServer server = FakeServer.saying("HTTP/1.1 200 OK\r\n" + header + "\r\n"
                + "data: {\"choices\":[{\"delta\":{\"content\":\"plain\"}}]}\n\ndata: [DONE]\n\n")) {
            assertThat(ask(server).finished().text()).isEqualTo("plain");
        }
    }

    @Test
    void everyByteAlone() throws Exception {
        try (FakeServer server = FakeServer.start((_, _, out) -> {
            out.stream();
            String body = "data: {\"choices\":[{\"delta\":{\"content\":\"你好 🚀\"}}]}\n\n"
                    + "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
            byte[] bytes = body.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            for (byte one : bytes) {
                out.bytes(new byte[]{'1', '\r', '\n', one, '\r', '\n'});
            }
        })) {
            assertThat(ask(server).finished().text()).isEqualTo("你好 🚀");
        }
    }

    @Test
    void interimResponsesArePassedOver() throws Exception {
        try (FakeServer server = FakeServer.start((_, _, out) -> {
            out.text("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n");
            out.stream();
            out.part("x");
            out.finish("stop");
            out.done();
        })) {
            assertThat(ask(server).finished().text()).isEqualTo("x");
        }
    }

    /** Some servers know nothing of usage figures in streams. */
    @Test
    void aServerThatRefusesStreamOptionsIsAskedOnceMoreWithout() throws Exception {
        try (FakeServer server = FakeServer.start((request, _, out) -> {
            if (request.body().contains("stream_options")) {
                out.json(400, "{\"detail\":[{\"loc\":[\"body\",\"stream_options\"],\"msg\":\"extra fields\"}]}");
            } else {
                out.stream();
                out.part("x");
                out.part("y");
                out.finish("stop");
                out.done();
            }
        })) {
            ChatClient client = Clients.of(server);
            Answer answer = ask(client).finished();
            assertThat(answer.text()).isEqualTo("xy");
            assertThat(answer.statistics().estimated()).isTrue();
            assertThat(answer.statistics().tokens()).isEqualTo(2);
            ask(client).finished();
            assertThat(server.requests()).as("it is remembered").hasSize(3);
        }
    }

    @Test
    void severalAtOnce() throws Exception {
        try (FakeServer server = FakeServer.start((request, _, out) -> {
            out.stream();
            out.part(request.body().contains("你好") ? "x" : "?");
            out.finish("stop");
            out.done();
        })) {
            ChatClient client = Clients.of(server, Optional.empty(), ApiKey.NONE);
            List<RecordedEvents> all = java.util.stream.Stream.generate(() -> ask(client)).limit(20).toList();
            for (RecordedEvents heard : all) {
                assertThat(heard.finished().text()).isEqualTo("x");
            }
        }
    }

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }
}
