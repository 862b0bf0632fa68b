package org.katagpu.practice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.katagpu.job.HostJobs;
import org.katagpu.message.Messages;
import org.katagpu.remote.Host;
import org.katagpu.remote.ssh.SshConnector;
import org.katagpu.remote.ssh.trust.HostKeyTrust;
import org.katagpu.setup.Action;
import org.katagpu.setup.Finding;
import org.katagpu.setup.Finding.Status;
import org.katagpu.setup.Plan;
import org.katagpu.setup.Stage;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageRunner;
import org.katagpu.setup.StageScripts;
import org.katagpu.setup.StageState;

/** A practice host with the wizard's own way to it: stages are run over SSH, as jobs. */
final class ScriptedHost implements AutoCloseable {
    private final Path folder;
    private final PracticeHost practice;
    private final Host host;
    private final StageRunner runner;
    private final List<StageEvent> events = new ArrayList<>();

    /** @param folder empty, and empty again at the end */
    ScriptedHost(Persona persona, Path folder) throws Exception {
        this.folder = folder;
        practice = PracticeHost.start(persona, folder);
        practice.sandbox().pace(Duration.ZERO);
        host = new SshConnector(new HostKeyTrust(folder, folder.resolve("known_hosts"))).connect(practice.target(),
                practice.questions());
        runner = new StageRunner(host, new HostJobs(host, "admin@laptop", Duration.ofSeconds(2)), new StageScripts(),
                new Messages(Locale.ENGLISH));
    }

    PracticeHost practice() {
        return practice;
    }

    Host host() {
        return host;
    }

    StageRunner runner() {
        return runner;
    }

    /** What the last run told, in order. */
    List<StageEvent> events() {
        return List.copyOf(events);
    }

    Path file(String path) {
        return practice.sandbox().root().resolve(path);
    }

    StageReport check(Stage stage, Plan plan) throws Exception {
        return runner.check(stage, plan);
    }

    StageEvent.Ended follow(Stage stage, Action action, Plan plan) throws Exception {
        events.clear();
        return runner.follow(runner.start(stage, action, plan), 0, (event, offset) -> events.add(event));
    }

    /** A run that must go well. */
    StageReport run(Stage stage, Action action, Plan plan) throws Exception {
        StageEvent.Ended ended = follow(stage, action, plan);
        assertThat(ended.problem()).as(() -> events.toString()).isEmpty();
        return ended.report();
    }

    /** Needed, done, done again without a change, taken back. */
    void goesThereAndBack(Stage stage, Plan plan) throws Exception {
        StageReport before = check(stage, plan);
        assertThat(before.state()).as(() -> before.findings().toString()).isEqualTo(StageState.NEEDED);
        assertThat(before.changes()).isNotEmpty();
        assertThat(run(stage, Action.APPLY, plan).state()).isEqualTo(StageState.DONE);
        StageReport after = check(stage, plan);
        assertThat(after.state()).as(() -> after.findings().toString()).isEqualTo(StageState.DONE);
        assertThat(run(stage, Action.APPLY, plan).changes()).isEmpty();
        run(stage, Action.UNDO, plan);
        assertThat(check(stage, plan).state()).isEqualTo(StageState.NEEDED);
    }

    /** Runs a script on the machine itself. */
    void script(String text) {
        SandboxRun run = SandboxRun.of(practice.sandbox(), "set -e\n" + text);
        assertThat(run.exit()).as(run.err()).isZero();
    }

    /** As if the guest image's stage had been through: NVIDIA's driver is in the image. */
    void guestImageIsBuilt() {
        script("""
                image=$KATAGPU_ROOT/opt/kata/share/kata-containers/kata-containers-confidential.img
                mkdir "$KATAGPU_ROOT/mnt/image"
                mount -t ext4 -o loop,offset=1048576 -- "$image" "$KATAGPU_ROOT/mnt/image"
                touch "$KATAGPU_ROOT/mnt/image/usr/lib64/libcuda.so.560.35.05"
                umount "$KATAGPU_ROOT/mnt/image"
                rmdir "$KATAGPU_ROOT/mnt/image"
                """);
    }

    /** As if the recommended keys had been saved. */
    void kataIsConfigured() {
        script("""
                file=$KATAGPU_ROOT/etc/kata-containers/configuration.toml
                sed -i -e '/^cold_plug_vfio/d' -e '/^hot_plug_vfio/d' -e '/^guest_hook_path/d' "$file"
                sed -i -e '/^\\[hypervisor.qemu\\]/a cold_plug_vfio = "root-port"' \\
                  -e '/^\\[hypervisor.qemu\\]/a guest_hook_path = "/usr/share/oci/hooks"' "$file"
                """);
    }

    static List<String> findings(StageReport report) {
        return report.findings().stream().map(Finding::id).toList();
    }

    static List<String> failed(StageReport report) {
        return report.findings().stream().filter(one -> one.status() == Status.FAIL).map(Finding::id).toList();
    }

    @Override
    public void close() throws IOException {
        host.close();
        practice.close();
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }
}
