package org.katagpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.cli.ExitCode;
import org.katagpu.machine.MachineSnapshot;

/**
 * Several throwaway machines by one playbook at once, the last one broken: the others are done, it fails with its cause,
 * and once it is mended the same run changes it alone. By default three machines and the quick steps; with
 * {@code -Dkatagpu.exhaustive=true} eight, from nothing to a proved answer.
 */
@Tag("real")
@Tag("beside")
@Timeout(2400)
class FleetRealTest {
    private static final int HOSTS = Exhaustive.ALL ? 8 : 3;
    private static final String ARCHIVE = "/srv/vllm-cvm.tar";

    @TempDir
    private Path folder;
    private final List<WholeMachine> machines = new ArrayList<>();
    private final List<MachineSnapshot> blank = new ArrayList<>();

    private static String name(int at) {
        return "gpu-" + (at + 1);
    }

    private static boolean last(int at) {
        return at == HOSTS - 1;
    }

    private void boot() throws Exception {
        List<Future<WholeMachine>> booting = new ArrayList<>();
        try (ExecutorService few = Executors.newFixedThreadPool(2)) {
            for (int at = 0; at < HOSTS; at++) {
                Path own = folder.resolve(name(at));
                booting.add(few.submit(() -> new WholeMachine(own)));
            }
        }
        for (Future<WholeMachine> one : booting) {
            machines.add(one.get());
        }
        for (WholeMachine whole : machines) {
            blank.add(whole.machine.snapshot());
        }
    }

    private Path exported(CommandLine line, Path password) throws Exception {
        List<String> export = new ArrayList<>(List.of("export", "ansible", folder.resolve("project").toString()));
        for (int at = 0; at < HOSTS; at++) {
            line.knows(name(at), machines.get(at).machine.address(), machines.get(at).machine.port(),
                    WholePath.ADMIN.login());
            List<String> set = new ArrayList<>(List.of("plan", "set", name(at), "gpu.devices=0000:3b:00.0"));
            set.addAll(WholePath.CHOICES);
            assertThat(line.run(set.toArray(String[]::new))).as(line.both()).isEqualTo(ExitCode.DONE);
            export.add(name(at));
        }
        Collections.addAll(export, "--password-file", password.toString());
        assertThat(line.run(export.toArray(String[]::new))).as(line.both()).isEqualTo(ExitCode.DONE);
        return folder.resolve("project");
    }

    private record Played(Playbooks.Said said, long seconds) {}

    private static Played play(Playbooks ansible, Path password, String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of(words));
        if (!Exhaustive.ALL) {
            Collections.addAll(all, "--tags", "gpu,image,network");
        }
        long begun = System.nanoTime();
        Playbooks.Said said = ansible.play(password, password, Map.of(), all.toArray(String[]::new));
        return new Played(said, Duration.ofNanos(System.nanoTime() - begun).toSeconds());
    }

    @Test
    void oneIsBrokenAndTheOthersAreDone() throws Exception {
        assumeTrue(Playbooks.has("ansible-playbook") && Playbooks.has("sshpass"),
                "ansible-core and sshpass are not installed");
        try (CommandLine line = new CommandLine()) {
            boot();
            Path password = line.passwordFile(WholePath.ADMIN.password());
            Playbooks ansible = new Playbooks(exported(line, password), line.home());
            Played alone = play(ansible, password, "site.yml", "--limit", name(0));
            assertThat(alone.said().status()).as(alone.said().text()).isZero();
            assertThat(play(ansible, password, "undo.yml", "--limit", name(0)).said().status()).isZero();

            machines.getLast().machine.exec("mv " + ARCHIVE + " /srv/away.tar");
            Played together = play(ansible, password, "site.yml");
            String text = together.said().text();
            assertThat(together.said().status()).as(text).isEqualTo(2);
            for (int at = 0; at < HOSTS; at++) {
                String recap = together.said().recap(name(at));
                assertThat(recap).as(text).contains(last(at) ? "failed=1" : "failed=0");
                assertThat(last(at) || !recap.contains("changed=0")).as(recap).isTrue();
            }
            assertThat(text.lines().filter(said -> said.contains("fatal:"))).singleElement().asString()
                    .contains(name(HOSTS - 1), ARCHIVE);

            machines.getLast().machine.exec("mv /srv/away.tar " + ARCHIVE);
            Played mended = play(ansible, password, "site.yml");
            assertThat(mended.said().status()).as(mended.said().text()).isZero();
            for (int at = 0; at < HOSTS; at++) {
                boolean changes = !mended.said().recap(name(at)).contains("changed=0");
                assertThat(changes).as(mended.said().text()).isEqualTo(last(at));
                if (Exhaustive.ALL) {
                    assertThat(line.run("chat", name(at), "Are you there?", "--password-file", password.toString()))
                            .as(line.both()).isEqualTo(ExitCode.DONE);
                }
            }
            Played undone = play(ansible, password, "undo.yml");
            assertThat(undone.said().status()).as(undone.said().text()).isZero();
            for (int at = 0; at < HOSTS; at++) {
                assertThat(machines.get(at).machine.snapshot().changesSince(blank.get(at))).as(name(at))
                        .filteredOn(changed -> !changed.contains("dnf.args")).isEmpty();
            }
            System.out.printf("fleet: one machine alone %d s; %d at once %d s, %d done, 1 failed; mended and run again "
                    + "%d s, it alone changed; all taken back %d s%n", alone.seconds(), HOSTS, together.seconds(),
                    HOSTS - 1, mended.seconds(), undone.seconds());
            text.lines().filter(said -> said.contains("fatal:")).forEach(System.out::println);
        } finally {
            machines.forEach(WholeMachine::close);
        }
    }
}
