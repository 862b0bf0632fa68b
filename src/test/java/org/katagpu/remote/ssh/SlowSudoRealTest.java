package org.katagpu.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.Capture;
import org.katagpu.remote.Host;
import org.katagpu.remote.Identity.Elevation;
import org.katagpu.remote.Script;
import org.katagpu.remote.Target;
import org.katagpu.remote.ssh.trust.HostKeyTrust;

/** A sudo that takes its time before it asks, as one does whose directory service is slow: Debian's, behind a sleep. */
@Tag("real")
@Tag("accounts")
@Timeout(value = 150, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SlowSudoRealTest {
    private static final String PASSWORD = "slow but sure";
    private static final int CHECKS = 6;

    private static RealSshd sshd;
    private static Path standIns;
    @TempDir
    Path folder;
    private TestUser user;

    @BeforeAll
    static void start() throws IOException {
        standIns = Files.createTempDirectory("stand-ins");
        Commands.run("chmod", "755", standIns.toString());
        sshd = RealSshd.start(Map.of("SetEnv", "\"PATH=" + standIns + ":/usr/local/bin:/usr/bin:/bin\""));
    }

    @AfterAll
    static void stop() {
        sshd.close();
        Commands.run("rm", "-r", standIns.toString());
    }

    @BeforeEach
    void newUser() {
        user = sshd.user(PASSWORD).sudoers("Defaults:USER timestamp_timeout=0\nUSER ALL=(ALL) ALL");
    }

    @AfterEach
    void noStandIn() throws IOException {
        Files.deleteIfExists(standIns.resolve("sudo"));
    }

    private static void promptAfter(int seconds) throws IOException {
        Path file = standIns.resolve("sudo");
        Files.writeString(file, "#!/bin/bash\nsleep " + seconds + "\nexec /usr/bin/sudo \"$@\"\n");
        Commands.run("chmod", "755", file.toString());
    }

    private Host connect(WaitLimits patience) throws ProblemException, InterruptedException {
        return new SshConnector(new HostKeyTrust(folder, folder.resolve("known")), KeyOffers.NONE, patience).connect(
                Target.of(sshd.address(), sshd.port(), user.name()), new Admin().login(PASSWORD));
    }

    private static String check(Host host) throws InterruptedException {
        Capture said = new Capture(1 << 16);
        try {
            host.run(Script.named("test/check").part("sleep 0.3; id -un").elevated().build(), said);
            return said.text().strip();
        } catch (ProblemException wrong) {
            return wrong.problem().what().key();
        }
    }

    private static Duration six(Host host, boolean atOnce) throws Exception {
        List<Callable<String>> checks = new ArrayList<>();
        for (int i = 0; i < CHECKS; i++) {
            checks.add(() -> check(host));
        }
        long began = System.nanoTime();
        try (var pool = atOnce ? Executors.newVirtualThreadPerTaskExecutor() : Executors.newSingleThreadExecutor()) {
            for (Future<String> one : pool.invokeAll(checks)) {
                assertThat(one.get()).isEqualTo("root");
            }
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 8, 15})
    void sixChecksAtOnceAllGetTheirAnswerHoweverLongThePromptTakes(int seconds) throws Exception {
        try (Host host = connect(WaitLimits.USUAL)) {
            promptAfter(seconds);
            Duration took = six(host, true);
            System.out.println("six checks, prompt after " + seconds + " s: " + took.toMillis() + " ms");
            assertThat(took).as("the prompts are waited for side by side").isLessThan(Duration.ofSeconds(2 * seconds));
        }
    }

    @Test
    void atOnceIsNoSlowerThanOneAfterAnother() throws Exception {
        try (Host host = connect(WaitLimits.USUAL)) {
            six(host, true);
            Duration serial = six(host, false);
            Duration atOnce = six(host, true);
            System.out.println("six checks: one after another " + serial.toMillis() + " ms, at once "
                    + atOnce.toMillis() + " ms");
            assertThat(atOnce.toMillis()).isLessThanOrEqualTo(serial.toMillis() * 13 / 10);
        }
    }

    @Test
    void connectingWaitsForASlowSudoToo() throws Exception {
        promptAfter(15);
        try (Host host = connect(WaitLimits.USUAL)) {
            assertThat(host.withoutRoot()).isEmpty();
            assertThat(host.identity().elevation()).isEqualTo(Elevation.SUDO_WITH_PASSWORD);
        }
    }

    @Test
    void whatDoesNotAnswerIsSaidWithTheSeconds() throws Exception {
        try (Host host = connect(new WaitLimits(Duration.ofSeconds(60), Duration.ofSeconds(2), Duration.ofSeconds(4),
                Duration.ofSeconds(60)))) {
            promptAfter(60);
            ProblemException silent = catchThrowableOfType(ProblemException.class, () -> host.run(
                    Script.named("test/check").part("true").elevated().build(), new Capture(100)));
            assertThat(silent.problem().what().key()).isEqualTo("remote.sudo.silent");
            assertThat(silent.problem().what().arguments()).last().isEqualTo("4");
        }
    }
}
