package org.katagpu.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.katagpu.remote.Capture;

class PreambleFilterTest {
    private final Capture script = new Capture(1 << 20);
    private final PreambleFilter threshold = new PreambleFilter("\036mark", script);

    private void out(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        threshold.stdout(bytes, 0, bytes.length);
    }

    private void err(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        threshold.stderr(bytes, 0, bytes.length);
    }

    @Test
    void holdsBackWhatComesBeforeTheMark() {
        out("Welcome!\nno newline");
        out("\036mark 4711\nfirst");
        out(" second");
        assertThat(script.text()).isEqualTo("first second");
        assertThat(threshold.begun()).isTrue();
        assertThat(threshold.processGroup()).hasValue(4711);
        assertThat(threshold.earlyLines()).containsExactly("Welcome!", "no newline");
    }

    @Test
    void findsAMarkInPieces() {
        for (char one : "grüße \036mark 12\nscript\036mark 13\nmore".toCharArray()) {
            out(Character.toString(one));
        }
        assertThat(script.text()).isEqualTo("script\036mark 13\nmore");
        assertThat(threshold.processGroup()).hasValue(12);
        assertThat(threshold.earlyLines()).containsExactly("grüße ");
    }

    @Test
    void eachStreamHasItsOwn() {
        err("warning\n\036mark\ntrouble");
        out("not yet");
        assertThat(script.errorLines()).containsExactly("trouble");
        assertThat(script.bytes()).isEmpty();
        assertThat(threshold.begun()).isFalse();
        assertThat(threshold.early()).isEqualTo("warning\nnot yet");
    }

    @Test
    void endlessNoiseIsBounded() {
        for (int i = 0; i < 100; i++) {
            out("x".repeat(10_000));
        }
        assertThat(threshold.early().length()).isLessThan(100_000);
        out("\n\036mark 1\nscript");
        assertThat(script.text()).isEqualTo("script");
    }

    @Test
    void nothingPassesOnceShut() {
        out("\036mark 1\nscript");
        threshold.shut();
        out(" more");
        assertThat(script.text()).isEqualTo("script");
    }
}
