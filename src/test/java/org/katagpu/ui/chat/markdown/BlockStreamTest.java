package org.katagpu.ui.chat.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockStreamTest {
    private static final String EVERYTHING = """
            # A title

            Some *slanted*, **strong** and `inline code` with a [link](https://example.org/a).
            A second line.

            - one
            - two
              - inside
                more of inside
            - three

            3. third
            4. fourth

               with a paragraph

            > quoted
            > still quoted

            ```java
            int a = 1;

            int b = 2;
            ```

            | name | size |
            |:-----|-----:|
            | a | 1 |
            | b | 2 |

            ---

            中文段落，包含 `代码` 和 **粗体**。

            Last words""";

    @Test
    void readsEveryKindOfBlock() {
        List<Block> blocks = BlockStream.whole(EVERYTHING);
        assertThat(blocks.getFirst()).isInstanceOfSatisfying(Block.Prose.class, title -> {
            assertThat(title.level()).isEqualTo(1);
            assertThat(title.text()).isEqualTo("A title");
        });
        assertThat(blocks.get(1)).isInstanceOfSatisfying(Block.Prose.class, prose -> assertThat(prose.runs()).contains(
                new Run("slanted", false, true, false, ""), new Run("strong", true, false, false, ""),
                new Run("inline code", false, false, true, ""),
                new Run("link", false, false, false, "https://example.org/a")));
        assertThat(blocks.stream().map(block -> block.frame().marker()).filter(marker -> !marker.isEmpty()))
                .containsExactly("•", "•", "◦", "•", "3.", "4.");
        assertThat(blocks).filteredOn(block -> block.frame().nests().equals(List.of(Frame.Nest.QUOTE)))
                .extracting(Block::text).containsExactly("quoted\nstill quoted");
        assertThat(blocks)
                .contains(new Block.Code(Frame.NONE, "java", "int a = 1;\n\nint b = 2;", true, true));
        assertThat(blocks).filteredOn(Block.Table.class::isInstance).singleElement()
                .isInstanceOfSatisfying(Block.Table.class, table -> {
                    assertThat(table.aligns()).containsExactly(Block.Align.LEFT, Block.Align.RIGHT);
                    assertThat(table.text()).isEqualTo("name\tsize\na\t1\nb\t2");
                });
        assertThat(blocks).hasAtLeastOneElementOfType(Block.Rule.class);
        assertThat(blocks.getLast().text()).isEqualTo("Last words");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 16})
    void comesToTheSameHoweverTheTextArrives(int step) {
        BlockStream stream = new BlockStream();
        for (int at = 0; at < EVERYTHING.length(); at += step) {
            stream.append(EVERYTHING.substring(at, Math.min(EVERYTHING.length(), at + step)));
            stream.update();
        }
        assertThat(stream.finish()).isEqualTo(BlockStream.whole(EVERYTHING));
    }

    @Test
    void whatIsFrozenNeverChanges() {
        BlockStream stream = new BlockStream();
        List<Block> seen = new ArrayList<>();
        for (char next : EVERYTHING.toCharArray()) {
            stream.append(String.valueOf(next));
            stream.update();
            assertThat(stream.frozen().subList(0, seen.size())).isEqualTo(seen);
            seen = stream.frozen();
        }
        assertThat(seen).hasSizeGreaterThan(10);
    }

    @Test
    void aBulletThatBeginsDoesNotTurnTheLineBeforeItIntoAHeading() {
        BlockStream stream = new BlockStream();
        for (char next : "These are:\n- one\n- two".toCharArray()) {
            stream.append(String.valueOf(next));
            stream.update();
            assertThat(stream.open()).filteredOn(Block.Prose.class::isInstance)
                    .allSatisfy(block -> assertThat(((Block.Prose) block).level()).isZero());
        }
    }

    @Test
    void longCodeIsFrozenInPartsThatMakeUpTheWhole() {
        String code = IntStream.range(0, 500).mapToObj(i -> "line(" + i + ");").collect(Collectors.joining("\n"));
        BlockStream stream = new BlockStream();
        int longest = 0;
        for (String line : ("```c\n" + code + "\n```\nafter").splitWithDelimiters("\n", 0)) {
            stream.append(line);
            stream.update();
            longest = Math.max(longest, stream.open().stream().mapToInt(block -> block.text().length()).sum());
        }
        List<Block> blocks = stream.finish();
        List<Block.Code> parts = blocks.stream().filter(Block.Code.class::isInstance).map(Block.Code.class::cast)
                .toList();
        assertThat(parts).hasSizeGreaterThan(8);
        assertThat(parts.stream().map(Block.Code::text).collect(Collectors.joining("\n"))).isEqualTo(code);
        assertThat(parts.getFirst().opens()).isTrue();
        assertThat(parts.subList(1, parts.size())).noneMatch(Block.Code::opens);
        assertThat(parts.subList(0, parts.size() - 1)).noneMatch(Block.Code::closes);
        assertThat(parts.getLast().closes()).isTrue();
        assertThat(blocks.getLast().text()).isEqualTo("after");
        assertThat(longest).as("what is read again with each word").isLessThan(2_000);
    }

    @Test
    void aParagraphWithoutEndIsFrozenPieceByPiece() {
        String text = "没有换行的一段很长的文字".repeat(3_000);
        BlockStream stream = new BlockStream();
        for (int at = 0; at < text.length(); at += 12) {
            stream.append(text.substring(at, at + 12));
            stream.update();
            assertThat(stream.open().getFirst().text().length()).isLessThan(6_000);
        }
        assertThat(stream.finish().stream().map(Block::text).collect(Collectors.joining())).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "> ", "- ", "1. ", "```", "```\n", "| a |\n|--|", "<b>bold</b>\n", "***",
        "[x](",
        "![picture](http://example.org/p.png)", "\r\n\r\nx\r\n", "\u0000", "a\\\n\nb"})
    void nothingBreaksIt(String text) {
        assertThat(BlockStream.whole(text)).allSatisfy(block -> assertThat(block.text()).isNotNull());
    }

    @Test
    void deepNestingEnds() {
        assertThat(BlockStream.whole("> ".repeat(5_000) + "x\n" + "- ".repeat(5_000) + "y\n" + "*a".repeat(20_000)))
                .isNotEmpty();
    }
}
