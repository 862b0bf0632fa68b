package org.katagpu.ui.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LevelGuessTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"ERROR|error: no such device", "ERROR|[ERROR] bind", "ERROR|E: apt failed.",
        "ERROR|time=12 level=fatal msg=x", "ERROR|Job FAILED", "ERROR|error", "ERROR|2 errors, 0 warnings",
        "WARN|WARNING: old kernel", "WARN|(deprecated) option", "WARN|warn - 0 errors", "DEBUG|debug: reading",
        "ERROR|debug: an error", "PLAIN|0 errors, no warnings", "PLAIN|completed without failures",
        "PLAIN|Setting up libgpg-error0 (1.46)", "PLAIN|writing /var/log/error.log", "PLAIN|errors/ is a folder",
        "PLAIN|terrors of the night", "PLAIN|error_count=0", "PLAIN|all fine", "PLAIN|''"})
    void level(LogLevel level, String line) {
        assertThat(LevelGuess.of(line)).isEqualTo(level);
    }
}
