package org.katagpu.chat.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventStreamTest {
    private static final String WHOLE = """
            \uFEFF: a comment before anything
            data: {"a":"1"}

            event: error
            data: first line
            data:second line
            data:
            data:  two spaces, one stays
            id: 7
            retry: 10
            unknown: field
            data

            :

            event: without data is no event

            data: 你好，世界 🚀 é

            data:nospace:colon: inside

            data: [DONE]

            """;
    private static final List<ServerEvent> EXPECTED = List.of(message("{\"a\":\"1\"}"),
            new ServerEvent("error", "first line\nsecond line\n\n two spaces, one stays\n"), message("你好，世界 🚀 é"),
            message("nospace:colon: inside"), message("[DONE]"));

    private static ServerEvent message(String data) {
        return new ServerEvent("message", data);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void splitAtEveryByte(String newline) throws Exception {
        byte[] bytes = utf8(WHOLE.replace("\n", newline));
        assertThat(events(bytes)).isEqualTo(EXPECTED);
        for (int cut = 1; cut < bytes.length; cut++) {
            assertThat(events(Arrays.copyOf(bytes, cut), Arrays.copyOfRange(bytes, cut, bytes.length)))
                    .as("cut at " + cut).isEqualTo(EXPECTED);
        }
        byte[][] single = new byte[bytes.length][];
        for (int i = 0; i < bytes.length; i++) {
            single[i] = new byte[]{bytes[i]};
        }
        assertThat(events(single)).isEqualTo(EXPECTED);
    }

    @Test
    void lineEndsMixed() throws Exception {
        assertThat(events(utf8("data: a\rdata: b\r\ndata: c\n\r\n\rdata: d\n\n")))
                .containsExactly(message("a\nb\nc"), message("d"));
    }

    @Test
    void splitAtRandomIntoPiecesOfAnySize() throws Exception {
        byte[] bytes = utf8(WHOLE.repeat(20));
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            List<byte[]> pieces = new ArrayList<>();
            for (int from = 0; from < bytes.length;) {
                int to = Math.min(bytes.length, from + random.nextInt(40));
                pieces.add(Arrays.copyOfRange(bytes, from, to));
                from = to;
            }
            assertThat(events(pieces.toArray(byte[][]::new))).as("seed " + seed).hasSize(EXPECTED.size() * 20)
                    .endsWith(EXPECTED.toArray(ServerEvent[]::new));
        }
    }

    @Test
    void anEventIsHandedOnWithItsLastByte() throws Exception {
        List<ServerEvent> seen = new ArrayList<>();
        EventStream stream = new EventStream(seen::add);
        feed(stream, "data: x\r");
        assertThat(seen).isEmpty();
        feed(stream, "\n\r");
        assertThat(seen).containsExactly(message("x"));
        feed(stream, "\ndata: y\r\r");
        assertThat(seen).containsExactly(message("x"), message("y"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: end", "data: end\n", "data: end\r", "data: end\r\n", "data: end\n\n"})
    void aStreamThatEndsWithoutAnEmptyLine(String text) throws Exception {
        assertThat(events(utf8(text))).containsExactly(message("end"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\n\n\n", ": only a comment", "event: x\n\n", "\uFEFF", "nothing: known\n\n"})
    void streamsWithoutEvents(String text) throws Exception {
        assertThat(events(utf8(text))).isEmpty();
    }

    @Test
    void onlyTheFirstByteOrderMarkIsNone() throws Exception {
        assertThat(events(utf8("\uFEFFdata: a\n\n\uFEFFdata: b\n\ndata: \uFEFFc\n\n")))
                .containsExactly(message("a"), message("\uFEFFc"));
    }

    @Test
    void anEmptyDataLineIsAnEvent() throws Exception {
        assertThat(events(utf8("data\n\ndata:\n\n"))).containsExactly(message(""), message(""));
    }

    @Test
    void theTypeIsForOneEventOnly() throws Exception {
        assertThat(events(utf8("event: a\nevent: b\ndata: 1\n\ndata: 2\n\n")))
                .containsExactly(new ServerEvent("b", "1"), message("2"));
    }

    @Test
    void bytesThatAreNoUtf8() throws Exception {
        byte[] bytes = utf8("data: a?b\n\ndata: ok\n\n");
        bytes[7] = (byte) 0xFF;
        assertThat(events(bytes)).containsExactly(message("a\uFFFDb"), message("ok"));
        byte[] cut = utf8("data: 你\n\ndata: ok\n\n");
        cut[8] = 'x';
        assertThat(events(cut)).hasSize(2).contains(message("ok"))
                .first().extracting(ServerEvent::data).asString().contains("\uFFFD").endsWith("x");
    }

    @Test
    void anEventOfTenMegabytes() throws Exception {
        String large = "你x".repeat(10 << 18);
        byte[] bytes = utf8("data: " + large + "\n\ndata: after\n\n");
        assertThat(bytes.length).isGreaterThan(10 << 20);
        List<ServerEvent> seen = new ArrayList<>();
        EventStream stream = new EventStream(seen::add);
        for (int from = 0; from < bytes.length; from += 1447) {
            stream.feed(bytes, from, Math.min(1447, bytes.length - from));
        }
        assertThat(seen).containsExactly(message(large), message("after"));
    }

    @Test
    void anEventBeyondTheBoundIsRefusedInLinesAsInOne() {
        EventStream one = new EventStream(_ -> {}, 1000);
        assertThatThrownBy(() -> feed(one, "data: " + "x".repeat(1000))).isInstanceOf(EventTooLargeException.class);
        EventStream lines = new EventStream(_ -> {}, 1000);
        assertThatThrownBy(() -> feed(lines, "data: 0123456789\n".repeat(200)))
                .isInstanceOf(EventTooLargeException.class);
    }

    @Test
    void manyEventsTogetherAreNotBound() throws Exception {
        EventStream stream = new EventStream(_ -> {}, 1000);
        feed(stream, "data: 0123456789\n\n".repeat(2000));
    }

    private static List<ServerEvent> events(byte[]... pieces) throws Exception {
        List<ServerEvent> seen = new ArrayList<>();
        EventStream stream = new EventStream(seen::add);
        for (byte[] piece : pieces) {
            stream.feed(piece, 0, piece.length);
        }
        stream.end();
        return seen;
    }

    private static void feed(EventStream stream, String text) throws Exception {
        byte[] framed = utf8("##" + text + "##");
        stream.feed(framed, 2, framed.length - 4);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
