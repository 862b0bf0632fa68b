package org.katagpu.setup.serve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentWordsTest {
    @Test
    void blanksPartAndQuotesHoldTogether() {
        assertThat(ArgumentWords.split("  --a  1\t--b 'two words'\n--c \"x 'y'\" ").orElseThrow())
                .containsExactly("--a", "1", "--b", "two words", "--c", "x 'y'");
        assertThat(ArgumentWords.split("--a='x'\"y\"z").orElseThrow()).containsExactly("--a=xyz");
        assertThat(ArgumentWords.split("--empty '' \"\"").orElseThrow()).containsExactly("--empty", "", "");
        assertThat(ArgumentWords.split(" \t ").orElseThrow()).isEmpty();
    }

    @Test
    void nothingIsAShells() {
        assertThat(ArgumentWords.split("$HOME `id` $(id) a;b a|b > x * ~ # c").orElseThrow()).containsExactly("$HOME",
                "`id`", "$(id)", "a;b", "a|b", ">", "x", "*", "~", "#", "c");
        assertThat(ArgumentWords.split("a\\ b '\\' \"\\\"\\\\\"").orElseThrow()).containsExactly("a b", "\\", "\"\\");
        assertThat(ArgumentWords.split("--模型 '你 好'").orElseThrow()).containsExactly("--模型", "你 好");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'open", "\"open", "end\\", "\"end\\\"", "nul\0", "bell\u0007", "'line\nend'", "a\\\nb"})
    void whatIsUnbalancedOrHoldsControlCharactersIsRefused(String typed) {
        assertThat(ArgumentWords.split(typed)).isEmpty();
    }
}
