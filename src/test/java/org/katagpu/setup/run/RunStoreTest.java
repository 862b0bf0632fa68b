package org.katagpu.setup.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.job.Nonce;
import org.katagpu.message.ProblemException;
import org.katagpu.practice.Persona;
import org.katagpu.practice.PracticeHost;
import org.katagpu.remote.Host;
import org.katagpu.remote.ssh.SshConnector;
import org.katagpu.remote.ssh.trust.HostKeyTrust;
import org.katagpu.setup.Action;
import org.katagpu.setup.Plan;
import org.katagpu.setup.StageScripts;
import org.katagpu.setup.Stages;
import org.katagpu.setup.gpu.GpuChoice;

/** The order of a run, kept on the host for whichever window drives it. */
@Timeout(60)
class RunStoreTest {
    private static final Plan PLAN = Plan.EMPTY.withGpu(new GpuChoice(List.of("0000:3b:00.0"), true));

    @TempDir
    private Path folder;
    private PracticeHost practice;
    private Host host;

    @BeforeEach
    void start() throws Exception {
        practice = PracticeHost.start(Persona.KUNPENG_4GPU);
        host = new SshConnector(new HostKeyTrust(folder, folder.resolve("known_hosts"))).connect(practice.target(),
                practice.questions());
    }

    @AfterEach
    void end() throws Exception {
        host.close();
        practice.close();
    }

    private RunStore store(String face) {
        return new RunStore(host, new StageScripts(), Stages.WHOLE, face);
    }

    private Path runs() {
        return practice.sandbox().root().resolve("var/lib/katagpu/run");
    }

    private static RunOrder order() {
        return new RunOrder(Nonce.random(), "老王 o'brien@laptop", Instant.EPOCH, true, "", PLAN,
                RunState.of(Stages.WHOLE, Action.APPLY, List.of("gpu", "network", "serve")));
    }

    @Test
    void anotherProgramReadsWhatWasKeptWholeAndForRootAlone() throws Exception {
        RunOrder order = order();
        store("one").begin(order);
        RunState further = order.state().with("gpu", Progress.DONE).with("network", Progress.UNDER_WAY);
        store("one").keep(order.at(further));
        assertThat(store("another").list()).singleElement().satisfies(kept -> {
            assertThat(kept.owner()).isEqualTo(order.owner());
            assertThat(kept.plan()).isEqualTo(PLAN);
            assertThat(kept.state()).isEqualTo(further);
            assertThat(kept.toGoOn().next()).containsExactly("network");
            assertThat(kept.sameBoot()).isTrue();
            assertThat(kept.begun()).isAfter(Instant.now().minusSeconds(600));
        });
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(runs()))).isEqualTo("rwx------");
        try (var files = Files.walk(runs())) {
            assertThat(files.filter(Files::isRegularFile)).allSatisfy(file -> assertThat(
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------"));
        }
    }

    @Test
    void whoeverTookItUpLastDrivesIt() throws Exception {
        RunOrder order = order();
        store("one").begin(order);
        store("another").claim(order);
        assertThatThrownBy(() -> store("one").keep(order)).isInstanceOfSatisfying(ProblemException.class,
                e -> assertThat(e.problem().what().key()).isEqualTo("run.taken"));
        store("one").forget(order);
        assertThat(store("one").list()).as("not his to put away any more").hasSize(1);
        store("another").keep(order);
        store("another").forget(order);
        assertThat(store("one").list()).isEmpty();
        assertThatThrownBy(() -> store("another").keep(order)).as("an ended run does not rise again")
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void afterARestartItIsOfAnotherBoot() throws Exception {
        RunOrder order = order();
        store("one").begin(order.at(order.state().with("gpu", Progress.DONE)));
        practice.restart();
        host.awaitLink();
        assertThat(store("one").list()).singleElement().satisfies(kept -> {
            assertThat(kept.sameBoot()).isFalse();
            assertThat(kept.boot()).isNotEmpty();
            assertThat(kept.toGoOn().next()).as("what was done before the restart is looked at anew")
                    .containsExactly("gpu");
        });
    }

    @Test
    void whatIsNoOrderOfOursIsNone() throws Exception {
        RunOrder order = order();
        store("one").begin(order);
        Files.writeString(runs().resolve(order.id()).resolve("order"),
                "{\"action\":\"apply\",\"stages\":{\"gpu\":1}}\n");
        assertThat(store("one").list()).as("torn").isEmpty();
        Path secret = Files.writeString(folder.resolve("secret"), "secret\n");
        Files.delete(runs().resolve(order.id()).resolve("order"));
        Files.createSymbolicLink(runs().resolve(order.id()).resolve("order"), secret);
        assertThat(store("one").list()).as("a link").isEmpty();
        Files.createSymbolicLink(runs().resolve("abc"), runs().resolve(order.id()));
        assertThat(store("one").list()).isEmpty();
    }
}
