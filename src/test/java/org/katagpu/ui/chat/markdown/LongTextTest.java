package org.katagpu.ui.chat.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** 200 KB of Markdown, in the forms that cost a reader of it most, are read soon; also where they come at once. */
class LongTextTest {
    private static final int LONG = 200_000;
    /** Of the processor, on a machine that is busy; before the text was read in pieces it was minutes. */
    private static final Duration MOST = Duration.ofSeconds(4);
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    private static Stream<String> forms() {
        return Stream.of("word ", "line of words\n", "*a ", "*a **b ", "_a_b", "[", "[a](", "![[]()", " `", ">",
                "> > > a\n",
                "- a\n", "- a\n  b\n", "1. one two three\n", "|a|b|\n|-|-|\n|c|d|\n", "```\na\n```\n", "    code\n",
                "<div>\n",
                "<", "<a ", "[a]: /u\n\n[a]", "&a", "\\", "<!--", "# a\n", "a\n=\n", "**a** *b* `c` ", "x", "|", "|\n",
                "-",
                "\n", "*a_b", "\u4e2d\u6587", "\ud83d\ude00");
    }

    @ParameterizedTest
    @MethodSource("forms")
    void isReadSoon(String form) {
        String text = form.repeat(LONG / form.length());
        long before = threads.getCurrentThreadCpuTime();
        List<Block> blocks = BlockStream.whole(text);
        assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - before)).as("%d blocks", blocks.size())
                .isLessThan(MOST);
    }

    /** As found by fuzzing: lines that end with a carriage return alone. */
    @ParameterizedTest
    @ValueSource(strings = {"\r", "\r\n", "\n"})
    void everyKindOfLineEndIsOne(String end) {
        String text = ("| a | b |\n|---|---|\n" + "| c | d |\n".repeat(300) + "\n```\n" + "code\n".repeat(300)
                + "```\nlast\n")
                .replace("\n", end);
        List<Block> whole = BlockStream.whole(text);
        BlockStream stream = new BlockStream();
        for (int at = 0; at < text.length(); at++) {
            stream.append(text.substring(at, at + 1));
            if (at % 7 == 0) {
                stream.update();
            }
        }
        assertThat(stream.finish()).isEqualTo(whole);
        assertThat(whole).hasSize(8 + 8 + 1);
        assertThat(whole.getLast().text()).isEqualTo("last");
    }

    /** A table whose rows do not end is drawn in parts, each under the same head. */
    @ParameterizedTest
    @ValueSource(ints = {7, 100, 1_000_000})
    void aLongTableIsFrozenInParts(int step) {
        StringBuilder text = new StringBuilder("before\n\n\n| name | size |\n|:--|--:|\n");
        for (int row = 0; row < 500; row++) {
            text.append(String.format(Locale.ROOT, "| row %d | %d |\n", row, row * row));
        }
        text.append("\nafter");
        BlockStream stream = new BlockStream();
        int longest = 0;
        for (int at = 0; at < text.length(); at += step) {
            stream.append(text.substring(at, Math.min(text.length(), at + step)));
            stream.update();
            longest = Math.max(longest, stream.open().stream().mapToInt(block -> block.text().length()).sum());
        }
        List<Block> blocks = stream.finish();
        List<String> rows = new ArrayList<>();
        for (Block block : blocks.subList(1, blocks.size() - 1)) {
            assertThat(block).isInstanceOf(Block.Table.class);
            List<String> lines = block.text().lines().toList();
            assertThat(lines.getFirst()).isEqualTo("name\tsize");
            rows.addAll(lines.subList(1, lines.size()));
        }
        assertThat(rows).hasSize(500).first().isEqualTo("row 0\t0");
        assertThat(rows.getLast()).isEqualTo("row 499\t249001");
        assertThat(blocks.getLast().text()).isEqualTo("after");
        assertThat(longest).as("what is read again with each word").isLessThan(4_000);
    }
}
