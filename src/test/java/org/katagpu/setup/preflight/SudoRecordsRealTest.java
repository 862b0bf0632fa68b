package org.katagpu.setup.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.katagpu.host.HostScan;
import org.katagpu.host.NvidiaModels;
import org.katagpu.remote.Host;
import org.katagpu.remote.ssh.RealSshd;
import org.katagpu.remote.ssh.TestUser;
import org.katagpu.setup.Finding;

/** What sudo would write down of a stage's secrets is told by the host check, before one is typed. */
@Tag("real")
@Tag("accounts")
@Timeout(60)
class SudoRecordsRealTest {
    private static final String PASSWORD = "p4ss w0rd";
    private static RealSshd sshd;
    private static TestUser user;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        sshd = RealSshd.start(Map.of());
        user = sshd.user(PASSWORD);
    }

    @AfterAll
    static void stop() {
        sshd.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"Defaults:USER env_reset|USER ALL=(ALL) NOPASSWD: ALL|''",
        "Defaults:USER log_input|USER ALL=(ALL) ALL|log_input",
        "Defaults:USER log_stdin|USER ALL=(ALL) NOPASSWD: ALL|log_stdin",
        "Defaults:USER log_input, !log_input|USER ALL=(ALL) NOPASSWD: ALL|''",
        "Defaults:USER log_output|USER ALL=(ALL) NOPASSWD: ALL|''",
        "Defaults!/usr/bin/env log_input|USER ALL=(ALL) NOPASSWD: ALL|log_input",
        "Defaults:USER env_reset|USER ALL=(ALL) NOPASSWD: LOG_INPUT: ALL|LOG_INPUT:"})
    void theSettingIsRead(String defaults, String rule, String told) throws Exception {
        user.sudoers("Defaults:USER iolog_dir=" + folder.resolve("io") + "\n" + defaults + "\n" + rule);
        try (Host host = sshd.connect(user, sshd.port(), folder)) {
            HostScanner scanner = new HostScanner(NvidiaModels.bundled(), InstantSource.system());
            HostScan scan = scanner.renew(host, scanner.nothing(), List.of("host"));
            assertThat(scan.system().sudoRecords().value()).contains(told);
            assertThat(HostChecks.judge(scan)).filteredOn(finding -> finding.id().equals("rights"))
                    .extracting(Finding::evidence).containsExactly(told);
        }
    }
}
