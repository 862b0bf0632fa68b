package org.katagpu.ui.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.katagpu.CpuTime;

class AnsiTextTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"31|1", "97|15", "38;5;208|208", "38:5:208|208", "38;2;1;2;3|16843267",
        "38:2::1:2:3|16843267", "38:2:1:2:3|16843267", "1;31|1", "48;5;4;32|2", "48;2;9;9;9;32|2", "31;999|1",
        "31;38;5;300|1", "31;39|-1", "31;0|-1", "31;|-1"})
    void colours(String codes, int colour) {
        assertThat(AnsiText.after(Sgr.NONE, "\u001b[" + codes + "m").colour()).isEqualTo(colour);
    }

    @Test
    void stylesOfParts() {
        StyledText line = AnsiText.parse(Sgr.NONE, "a\u001b[1;4mbold\u001b[22;24m \u001b[2mfaint\u001b[m.");
        assertThat(line.text()).isEqualTo("abold faint.");
        assertThat(line.runs()).containsExactly(new StyledText.Run(1, 5, new Sgr(Sgr.DEFAULT, true, false, true)),
                new StyledText.Run(6, 11, new Sgr(Sgr.DEFAULT, false, true, false)));
        assertThat(line.end()).isEqualTo(Sgr.NONE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, value = {
        // dropped: erase, cursor, modes, titles, links, character sets, 8-bit forms
        "a[ESC][2Kb|ab", "a[ESC][10;20Hb|ab", "a[ESC][?25lb|ab", "a[ESC]]0;title[BEL]b|ab",
        "a[ESC]]8;;http://x[ESC]\\link[ESC]]8;;[ESC]\\b|alinkb", "a[ESC](Bb|ab", "a[ESC]=b|ab", "a[CSI]31mb|ab",
        "a[ESC][>4;1mb|ab",
        // malformed or split over two lines: harmless, no text lost
        "a[ESC]|a", "a[ESC][3|a", "a[ESC][31;|a", "a[ESC][31[BEL]b|a^Gb",
        "a[ESC]]0;title without end|a0;title without end",
        "a[ESC][ESC][31mb|ab", "a[ESC]ä|aä",
        // shown harmlessly
        "a[BEL]b|a^Gb", "a[NUL]b|a^@b", "a[DEL]b|a^?b", "a[RLO]b|a<U+202E>b", "a[HI]b|a\ufffdb", "a[C1]b|a<U+0085>b"})
    void escapes(String raw, String shown) {
        assertThat(AnsiText.plain(raw.replace("[ESC]", "\u001b").replace("[BEL]", "\u0007").replace("[CSI]", "\u009b")
                .replace("[NUL]", "\0").replace("[DEL]", "\u007f").replace("[RLO]", "\u202e").replace("[HI]", "\ud800")
                .replace("[C1]", "\u0085"))).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u001b]0;", "\u001bP", "\u0090", "\u001b[", "\u001b]0;\u0007\u001b]"})
    @Timeout(10)
    void aLineOfUnendedSequencesTakesNoTimeWorthNaming(String sequence) {
        String line = sequence.repeat(400_000 / sequence.length());
        long begun = CpuTime.nanos();
        AnsiText.plain(line);
        assertThat(Duration.ofNanos(CpuTime.nanos() - begun)).isLessThan(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00ad, 0x034f, 0x115f, 0x180e, 0x2060, 0x2064, 0x206a, 0x206f, 0x3164, 0xfe0f, 0xffa0, 0xfff9,
        0xfffb, 0xe0041})
    void whatIsInvisibleIsShownByItsNumber(int point) {
        assertThat(AnsiText.plain("a" + Character.toString(point) + "b")).isEqualTo(String.format("a<U+%04X>b", point));
    }

    @Test
    void tabsAndRedrawsAsOnATerminal() {
        assertThat(AnsiText.plain("a\tbc\td")).isEqualTo("a       bc      d");
        assertThat(AnsiText.plain("10 %\r20 %\r30 %\r")).isEqualTo("30 %");
        assertThat(AnsiText.parse(Sgr.NONE, "\u001b[31mold\rnew").runs())
                .containsExactly(new StyledText.Run(0, 3, Sgr.NONE.withColour(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "中文 日志", "emoji 🚀 here"})
    void otherTextIsLeftAlone(String text) {
        assertThat(AnsiText.plain(text)).isEqualTo(text);
        assertThat(AnsiText.parse(Sgr.NONE, text).runs()).isEmpty();
    }

    @Test
    void noInputBreaksIt() {
        Random random = new Random(7);
        String parts = "\u001b\u009b[]();:mKH0123456789?<>\r\t\u0007\\PX^_ab\ud800\udc00\u202e";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder raw = new StringBuilder();
            random.ints(random.nextInt(24), 0, parts.length()).forEach(at -> raw.append(parts.charAt(at)));
            StyledText line = AnsiText.parse(Sgr.NONE, raw.toString());
            assertThat(line.text().chars()).noneMatch(c -> c < ' ' || c >= 0x7f && c <= 0x9f);
            int from = 0;
            for (StyledText.Run run : line.runs()) {
                assertThat(run.from()).isGreaterThanOrEqualTo(from).isLessThan(run.to());
                from = run.to();
            }
            assertThat(from).isLessThanOrEqualTo(line.text().length());
        }
    }

    @Test
    void searchedTextIsShownText() {
        assertThat(new SearchTerm("ERROR").in(AnsiText.plain("an er\u001b[31mror\u001b[0m"))).isTrue();
        assertThat(new SearchTerm("aa").placesIn("aaaAa")).isEqualTo(List.of(0, 2));
        assertThat(new SearchTerm("拒绝").placesIn("连接被拒绝")).isEqualTo(List.of(3));
        assertThat(SearchTerm.NONE.placesIn("anything")).isEmpty();
    }
}
