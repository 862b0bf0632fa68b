package org.katagpu.setup.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.katagpu.Exhaustive;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageState;

/**
 * The stage ended at each of its commands in turn ({@link Exhaustive}: at one of three, each row beginning elsewhere): by a
 * kill, which leaves no time, and by a cancel.
 */
@Tag("real")
class NetworkKillRealTest {
    private static final List<String> COMMANDS = List.of("ip", "cnitool", "iptables");
    private static final int STRIDE = Exhaustive.oneOf(3);
    @TempDir
    private Path folder;
    private NetworkFixture bench;
    private String before = "";

    @BeforeEach
    void open() throws Exception {
        bench = new NetworkFixture(folder);
        Path script = Path.of(NetworkKillRealTest.class.getResource("ending.sh").toURI());
        for (String command : COMMANDS) {
            Path real = Path.of(bench.machine.run("type -P " + command));
            bench.machine.put(real, "/opt/end/real/" + command);
            bench.machine.put(script, "/opt/bin/" + command);
        }
        bench.machine.run("""
                ln -sf "$(readlink -f /usr/sbin/iptables)" /opt/end/real/iptables
                echo '0 never KILL' >/opt/end/at; echo 0 >/opt/end/calls
                iptables -N DOCKER-USER; iptables -P FORWARD DROP; iptables -I FORWARD -j DOCKER-USER
                """);
        bench.choose(choice -> choice.withOpenForward(true));
        before = bench.traces();
    }

    @AfterEach
    void close() throws Exception {
        bench.close();
    }

    private void endAt(int call, String when, String signal) {
        bench.machine.run("echo '%d %s %s' >/opt/end/at; echo 0 >/opt/end/calls".formatted(call, when, signal));
    }

    /** What was begun goes on to its end, though nobody waits for it. */
    private void nothingRunsAnyMore() {
        bench.machine.run("while pgrep -x 'cnitool|bridge|host-local|iptables' >/dev/null; do sleep 0.02; done");
    }

    /** @return the call before the first one that is cut */
    private static int firstCall(int first) {
        return Exhaustive.ALL ? 0 : first - STRIDE;
    }

    private void mended(int call) throws Exception {
        StageReport report = bench.check();
        assertThat(report.state()).isIn(StageState.NEEDED, StageState.DONE);
        if (call % 2 == 0) {
            assertThat(bench.apply().problem()).as(() -> String.join("\n", bench.log())).isEmpty();
            assertThat(bench.check().state()).isEqualTo(StageState.DONE);
        }
        assertThat(bench.undo().problem()).as(() -> String.join("\n", bench.log())).isEmpty();
        assertThat(bench.traces()).as("after call " + call).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"before, KILL, 1", "after, KILL, 2", "after, TERM, 3"})
    void anApplyThatWasEndedIsExplainedAndMended(String when, String signal, int first) throws Exception {
        boolean ended = true;
        int call = firstCall(first);
        while (ended) {
            call += STRIDE;
            endAt(call, when, signal);
            StageEvent.Ended run = bench.apply();
            endAt(0, "never", signal);
            nothingRunsAnyMore();
            ended = run.problem().isPresent();
            if (ended && signal.equals("TERM")) {
                assertThat(bench.traces()).as("call " + call).isEqualTo(before);
            }
            mended(call);
        }
        assertThat(call).isGreaterThan(12);
    }

    @ParameterizedTest
    @CsvSource({"before, 1", "after, 2"})
    void anUndoThatWasKilledCanBeUndoneAgain(String when, int first) throws Exception {
        boolean ended = true;
        int call = firstCall(first);
        while (ended) {
            call += STRIDE;
            assertThat(bench.apply().problem()).as(() -> String.join("\n", bench.log())).isEmpty();
            endAt(call, when, "KILL");
            StageEvent.Ended run = bench.undo();
            endAt(0, "never", "KILL");
            nothingRunsAnyMore();
            ended = run.problem().isPresent();
            mended(call);
        }
        assertThat(call).isGreaterThan(4);
    }
}
