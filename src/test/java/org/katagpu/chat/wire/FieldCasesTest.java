package org.katagpu.chat.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.katagpu.chat.wire.Clients.ask;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.katagpu.chat.Answer;
import org.katagpu.chat.Answer.Ending;
import org.katagpu.chat.FakeServer;
import org.katagpu.chat.RecordedEvents;

/** Streams of servers in the field, see {@code src/test/resources/sse}: a content type, maybe CUT, then the body. */
class FieldCasesTest {
    @ParameterizedTest
    @ValueSource(strings = {"01-finish-empty-cut", "02-finish-nullword-end"})
    void aFinishThatIsNoneIsNoEnd(String file) throws Exception {
        try (FakeServer server = serving(file)) {
            RecordedEvents heard = ask(server);
            assertThat(heard.problem().what().key()).isEqualTo("chat.problem.dropped");
            assertThat(heard.end().answer().ending()).isEqualTo(Ending.FAILED);
            assertThat(heard.end().answer().text()).startsWith("Half of the ");
        }
    }

    @Test
    void anErrorFieldIsTheServersError() throws Exception {
        try (FakeServer server = serving("03-llamacpp-error-field")) {
            RecordedEvents heard = ask(server);
            assertThat(heard.problem().what().key()).isEqualTo("chat.problem.context");
            assertThat(heard.problem().lastLines()).containsExactly("the request exceeds the available context size."
                    + " try increasing the context size or enable context shift");
            assertThat(heard.end().answer().ending()).isEqualTo(Ending.FAILED);
        }
    }

    @Test
    void ofContentInPartsTheTextIsTheAnswer() throws Exception {
        try (FakeServer server = serving("05-content-parts")) {
            Answer answer = ask(server).finished();
            assertThat(answer.text()).isEqualTo("The sum is 5.");
            assertThat(answer.reasoning()).isEqualTo("Let me see.");
        }
    }

    @Test
    void emptyListsAndPingsAreNothing() throws Exception {
        try (FakeServer server = serving("06-empty-toolcalls-usage-ping")) {
            Answer answer = ask(server).finished();
            assertThat(answer.text()).isEqualTo("Hi 你");
            assertThat(answer.ending()).isEqualTo(Ending.COMPLETE);
            assertThat(answer.statistics().usage()).hasValueSatisfying(
                    usage -> assertThat(usage.completion()).isEqualTo(2));
        }
    }

    @Test
    void anErrorWithItsStatusInside() throws Exception {
        try (FakeServer server = serving("07-error-object-status")) {
            RecordedEvents heard = ask(server);
            assertThat(heard.problem().what().key()).isEqualTo("chat.problem.server");
            assertThat(heard.problem().lastLines().getFirst()).startsWith("EngineCore encountered an issue");
            assertThat(heard.end().answer().text()).isEqualTo("abc");
        }
    }

    @Test
    void anEmptyFrameKeepsTheConnectionAlive() throws Exception {
        try (FakeServer server = serving("17-empty-data-keepalive")) {
            assertThat(ask(server).finished().text()).isEqualTo("Hello world");
        }
    }

    /** The kind of it: where else servers put their errors, and values that only look like one. */
    @ParameterizedTest
    @ValueSource(strings = {"data: {\"error\":\"boom\"}", "data: {\"error\":[\"boom\"]}", "error: boom",
        "event: error\ndata: {\"message\":\"boom\"}",
        "data: {\"choices\":[{\"delta\":{},\"error\":{\"message\":\"boom\"}}]}",
        "error: {\"error\":{\"message\":\"boom\"}}",
        "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"error\"}]}"})
    void errorsInOtherForms(String event) throws Exception {
        try (FakeServer server = FakeServer.start((_, _, out) -> {
            out.stream();
            out.part("so far");
            out.chunk(event + "\n\n");
            out.done();
        })) {
            RecordedEvents heard = ask(server);
            assertThat(heard.problem().lastLines().toString()).contains(event.contains("finish") ? "" : "boom");
            assertThat(heard.end().answer().ending()).isEqualTo(Ending.FAILED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"error\":null", "\"error\":\"\"", "\"error\":false", "\"detail\":null",
        "\"object\":\"chat.completion.chunk\""})
    void fieldsThatAreNoError(String field) throws Exception {
        try (FakeServer server = FakeServer.start((_, _, out) -> {
            out.stream();
            out.event("{\"choices\":[{\"delta\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}]," + field + "}");
            out.done();
        })) {
            assertThat(ask(server).finished().text()).isEqualTo("x");
        }
    }

    private static FakeServer serving(String name) throws IOException {
        String[] file = read(name).split("\n", 2);
        String[] head = file[0].split("\\|");
        return FakeServer.start((_, _, out) -> {
            out.text("HTTP/1.1 200 OK\r\nContent-Type: " + head[0] + "\r\nTransfer-Encoding: chunked\r\n\r\n");
            out.chunk(file[1]);
            if (head.length == 1) {
                out.text("0\r\n\r\n");
            }
        });
    }

    private static String read(String name) throws IOException {
        try (InputStream in = FieldCasesTest.class.getResourceAsStream("/sse/" + name + ".txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
