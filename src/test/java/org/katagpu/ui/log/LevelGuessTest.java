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
        "PLAIN|terrors of the night",
        "ERROR|(EngineCore_DP0 pid=68) ERROR 02-06 16:34:06 [core.py:936] Traceback (most recent call last):",
        "ERROR|(APIServer pid=1) [core.py:936] RuntimeError: x",
        "WARN|(VllmWorker rank=1 pid=254) WARNING 04-15 12:02:29 [cuda.py:28] something",
        "PLAIN|INFO 04-15 12:02:29 [__init__.py:28] No plugins for group vllm.platform_plugins found, 0 errors.",
        "WARN|time=2024 level=warning msg=Could not add /dev/mshv to the devices cgroup",
        "ERROR|{msg:add guest hook, level:ERRO}", "WARN|WARN[0000] DEPRECATION: The `mirrors` property",
        "ERROR|FATA[0000] pulling image: rpc", "ERROR|#23 12.34 error: failed to solve: process",
        "ERROR|E: Unable to locate package foo", "WARN|W: An index is old", "WARN|W1109 15:33:54.310 1 x.go:1] slow",
        "ERROR|E1109 15:33:54.310 1 x.go:1] x", "ERROR|[    4.181312] pci 0000:08:00.0: BAR 0: failed to assign",
        "PLAIN|INFO:     127.0.0.1:40484 - GET /error HTTP/1.1 200 OK",
        "ERROR|torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 1.25 GiB.",
        "WARN|--disable-log-errors is deprecated",
        "PLAIN|Loading safetensors checkpoint shards:  25% Completed [00:01<00:03;  1.2s/it]", "PLAIN|error_count=0",
        "PLAIN|all fine", "PLAIN|''"})
    void level(LogLevel level, String line) {
        assertThat(LevelGuess.of(line)).isEqualTo(level);
    }
}
