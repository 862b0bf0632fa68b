package org.katagpu.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTextTest {
    @ParameterizedTest
    @ValueSource(ints = {0x00ad, 0x034f, 0x061c, 0x115f, 0x1160, 0x180e, 0x200b, 0x200e, 0x202e, 0x2028, 0x2060, 0x2064,
        0x2066, 0x206a, 0x206f, 0x3164, 0xfe0f, 0xfeff, 0xffa0, 0xfff9, 0xfffb, 0xe0001, 0xe0041, 0xe007f, 0xe01ef, 0,
        7,
        0x1b, 0x7f, 0x9b})
    void whatCannotBeSeenIsShownByItsNumber(int point) {
        String raw = "rm -rf " + Character.toString(point) + "/x";
        assertThat(VisibleText.of(raw)).isEqualTo("rm -rf " + VisibleText.number(point) + "/x");
    }

    @Test
    void whatCanBeSeenStaysAsItIs() {
        String text = "日志 naïve 🙂 𠮷 a\tb\nc — “x” ﬁ ½";
        assertThat(VisibleText.of(text)).isEqualTo(text);
        assertThat(VisibleText.of("\u001b[1;31merror\u001b[0m: x\r\n")).isEqualTo("error: x\n");
        assertThat(VisibleText.of("\u001b]0;title\u0007x")).isEqualTo("<U+001B>]0;title<U+0007>x");
    }

    /** By the JDK's own list of what Unicode calls format characters, not by ours. */
    @Test
    void noFormatCharacterOfUnicodeIsLeftOut() {
        IntStream.rangeClosed(0xad, Character.MAX_CODE_POINT)
                .filter(point -> Character.getType(point) == Character.FORMAT)
                .forEach(point -> assertThat(VisibleText.isHidden(point)).as("%04x", point).isTrue());
    }

    @Test
    void aSentenceShowsWhatItsArgumentsHide() {
        assertThat(new Messages(Locale.ENGLISH).get("job.missing", "a\u202eb")).contains("a<U+202E>b");
    }
}
