package org.katagpu.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineAssemblerTest {
    private static final String NONCE = "0123456789abcdef";
    private static final String MARK = "\u001ekatagpu " + NONCE + ' ';

    private record Told(String what, long offset) {}

    /** What a reader of the log sees in the end: redrawn texts are replaced. */
    private static final class Screen implements JobListener {
        private final List<Told> rows = new ArrayList<>();
        private long last = -1;

        @Override
        public void line(JobLine line, long offsetAfter) {
            assertThat(offsetAfter).isGreaterThan(last);
            last = offsetAfter;
            String what = switch (line) {
                case JobLine.Log(String text, boolean replaces) -> {
                    if (replaces && !rows.isEmpty()) {
                        rows.removeLast();
                    }
                    yield "log " + text;
                }
                case JobLine.Control(JobLine.Kind kind, var body) -> kind + " " + body;
            };
            rows.add(new Told(what, offsetAfter));
        }

        List<String> texts() {
            return rows.stream().map(Told::what).toList();
        }
    }

    private static List<String> whole(byte[] bytes) {
        Screen screen = new Screen();
        LineAssembler lines = new LineAssembler(NONCE, 0, false, screen);
        lines.feed(bytes, 0, bytes.length);
        lines.finish();
        return screen.texts();
    }

    private static List<String> whole(String text) {
        return whole(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"one\ntwo\n", "one\r\ntwo\r\n\r\nthree", "10%\r20%\r100%\nnext\n", "a\r\r\n\rb\n\r\r\n\n",
        "温度 42°C 🙂\n次の行\n", "unfinished" + MARK + "step {\"id\":\"x\"}\nrest\n",
        MARK + "progress {\"done\":1}\n" + MARK + "state {\"state\":\"done\"}\r\nlast",
        "5%\r" + MARK + "state {}\n6%\rend\n", "\u001ekatagpu wrong step {}\n", "x\u001e\u001e" + MARK + "fact {}\n",
        MARK + "step {broken\n" + MARK + "other {}\n" + MARK + "step []\n", "\n\n\r\n\r", "a\rb\r"})
    void tells_the_same_wherever_the_bytes_are_split(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        List<String> expected = whole(bytes);
        for (int first = 0; first <= bytes.length; first++) {
            for (int second = first; second <= bytes.length; second++) {
                Screen screen = new Screen();
                LineAssembler lines = new LineAssembler(NONCE, 0, false, screen);
                lines.feed(bytes, 0, first);
                lines.feed(bytes, first, second - first);
                lines.feed(bytes, second, bytes.length - second);
                lines.finish();
                assertThat(screen.texts()).as("split at %d and %d", first, second).isEqualTo(expected);
                assertThat(lines.offset()).isEqualTo(bytes.length);
            }
        }
        Screen bytewise = new Screen();
        LineAssembler lines = new LineAssembler(NONCE, 0, false, bytewise);
        for (int at = 0; at < bytes.length; at++) {
            lines.feed(bytes, at, 1);
        }
        lines.finish();
        assertThat(bytewise.texts()).isEqualTo(expected);
    }

    @Test
    void going_on_at_any_told_offset_tells_exactly_the_rest() {
        byte[] bytes = ("one\n10%\r20%\rdone\nöne" + MARK + "step {\"id\":\"x\"}\ntwo\r\n\nx\ry\r\nend\n")
                .getBytes(StandardCharsets.UTF_8);
        List<JobLine> all = new ArrayList<>();
        List<Long> offsets = new ArrayList<>();
        LineAssembler first = new LineAssembler(NONCE, 0, false, (line, offset) -> {
            all.add(line);
            offsets.add(offset);
        });
        for (int at = 0; at < bytes.length; at++) {
            first.feed(bytes, at, 1);
        }
        assertThat(offsets.getLast()).isEqualTo(bytes.length);
        for (int told = 0; told < all.size(); told++) {
            int from = offsets.get(told).intValue();
            List<JobLine> rest = new ArrayList<>();
            LineAssembler later = new LineAssembler(NONCE, from, bytes[from - 1] == '\r',
                    (line, offset) -> rest.add(line));
            for (int at = from; at < bytes.length; at++) {
                later.feed(bytes, at, 1);
            }
            assertThat(rest).isEqualTo(all.subList(told + 1, all.size()));
        }
    }

    @Test
    void random_bytes_split_at_random_are_told_alike() {
        Random random = new Random(7);
        byte[] alphabet = {'a', 'b', '\n', '\r', 0x1e, (byte) 0xe6, (byte) 0xb8, (byte) 0xa9, (byte) 0xff, 0, ' '};
        byte[] control = (MARK + "step {\"id\":\"x\"}\n").getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 300; round++) {
            ByteArrayOutputStream made = new ByteArrayOutputStream();
            while (made.size() < 400) {
                if (random.nextInt(20) == 0) {
                    made.writeBytes(control);
                } else {
                    made.write(alphabet[random.nextInt(alphabet.length)]);
                }
            }
            byte[] bytes = made.toByteArray();
            Screen screen = new Screen();
            LineAssembler lines = new LineAssembler(NONCE, 0, false, screen);
            int at = 0;
            while (at < bytes.length) {
                int count = Math.min(bytes.length - at, random.nextInt(9));
                lines.feed(bytes, at, count);
                at += count;
            }
            lines.finish();
            assertThat(screen.texts()).isEqualTo(whole(bytes));
        }
    }

    @Test
    void a_control_line_is_cut_from_the_unfinished_line_before_it() {
        assertThat(whole("half a line" + MARK + "progress {\"done\":3}\nmore\n"))
                .containsExactly("log half a line", "PROGRESS {\"done\":3}", "log more");
    }

    @Test
    void a_line_with_another_nonce_or_broken_json_is_log() {
        assertThat(whole("\u001ekatagpu ffff state {}\n" + MARK + "step {\"id\"\n"))
                .containsExactly("log \u001ekatagpu ffff state {}", "log step {\"id\"");
    }

    @Test
    void of_redrawn_texts_in_one_piece_only_the_last_is_told() {
        List<JobLine> told = new ArrayList<>();
        LineAssembler lines = new LineAssembler("", 0, false, (line, offset) -> told.add(line));
        byte[] first = "10%\r20%\r30%\r40".getBytes(StandardCharsets.UTF_8);
        byte[] second = "%\r50%\rdone\nafter\n".getBytes(StandardCharsets.UTF_8);
        lines.feed(first, 0, first.length);
        lines.feed(second, 0, second.length);
        assertThat(told).containsExactly(new JobLine.Log("30%", false), new JobLine.Log("done", true),
                new JobLine.Log("after", false));
    }

    @Test
    void bytes_that_are_not_utf8_are_replaced() {
        assertThat(whole(new byte[]{'a', (byte) 0xff, 'b', '\n'})).containsExactly("log a\ufffdb");
    }

    @ParameterizedTest
    @ValueSource(ints = {LineAssembler.MOST_TEXT - 1, LineAssembler.MOST_TEXT, LineAssembler.MOST_TEXT + 1,
        3 * LineAssembler.MOST_TEXT + 5})
    void a_long_line_is_told_in_parts_of_whole_characters(int length) {
        String line = "x" + "温".repeat(length / 3);
        byte[] bytes = (line + "\nnext\n").getBytes(StandardCharsets.UTF_8);
        List<String> expected = whole(bytes);
        assertThat(expected.getLast()).isEqualTo("log next");
        List<String> parts = expected.subList(0, expected.size() - 1).stream().map(part -> part.substring(4)).toList();
        assertThat(String.join("", parts)).isEqualTo(line);
        assertThat(parts).allSatisfy(part -> assertThat(part.getBytes(StandardCharsets.UTF_8).length)
                .isLessThanOrEqualTo(LineAssembler.MOST_TEXT));
        Screen screen = new Screen();
        LineAssembler lines = new LineAssembler(NONCE, 0, false, screen);
        for (int at = 0; at < bytes.length; at += 7) {
            lines.feed(bytes, at, Math.min(7, bytes.length - at));
        }
        assertThat(screen.texts()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {-30, -25, -3, -1, 0, 1})
    void a_control_line_at_the_bound_of_a_long_text_is_still_known(int shift) {
        String text = "y".repeat(LineAssembler.MOST_TEXT + shift);
        byte[] bytes = (text + MARK + "state {\"state\":\"done\"}\n").getBytes(StandardCharsets.UTF_8);
        List<String> told = whole(bytes);
        assertThat(told.getLast()).isEqualTo("STATE {\"state\":\"done\"}");
        assertThat(String.join("", told.subList(0, told.size() - 1)).replace("log ", "")).isEqualTo(text);
    }

    @Test
    void a_control_line_may_be_longer_than_a_line_of_log() {
        String evidence = "z".repeat(5 * LineAssembler.MOST_TEXT);
        assertThat(whole(MARK + "fact {\"e\":\"" + evidence + "\"}\n"))
                .containsExactly("FACT {\"e\":\"" + evidence + "\"}");
    }

    @Test
    void script_lines_take_control_lines_from_standard_output_only() {
        List<JobLine> told = new ArrayList<>();
        ScriptLines lines = new ScriptLines(NONCE, (line, offset) -> told.add(line));
        byte[] forged = (MARK + "state {}\nwarning").getBytes(StandardCharsets.UTF_8);
        lines.stderr(forged, 0, forged.length);
        byte[] real = (MARK + "state {}\n").getBytes(StandardCharsets.UTF_8);
        lines.stdout(real, 0, real.length);
        lines.finish();
        assertThat(told).hasSize(3);
        assertThat(told.get(1)).isInstanceOf(JobLine.Control.class);
        assertThat(told.get(2)).isEqualTo(new JobLine.Log("warning", false));
        assertThat(lines.lastLines()).containsExactly(MARK + "state {}", "warning");
    }
}
