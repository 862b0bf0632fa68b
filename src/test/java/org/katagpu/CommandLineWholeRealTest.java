package org.katagpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.cli.ExitCode;
import org.katagpu.machine.MachineSnapshot;
import org.katagpu.machine.MachineUser;

/**
 * Without a window: from a machine without anything of ours, by the command line alone, to an answered question; then
 * everything is taken back. As a user of sudo with a password, over real sshd. No secret shows up in any process's arguments.
 */
@Tag("real")
@Tag("beside")
@Timeout(900)
class CommandLineWholeRealTest {
    @TempDir
    private Path folder;

    @Test
    void fromNothingToAnAnswerAndBack() throws Exception {
        MachineUser admin = MachineUser.ADMIN;
        try (WholeMachine whole = new WholeMachine(folder);
                CommandLine line = new CommandLine();
                ArgumentWatch watch = new ArgumentWatch(admin.password())) {
            MachineSnapshot before = whole.machine.snapshot();
            line.knows("host", whole.machine.address(), whole.machine.port(), admin.login());
            String password = line.passwordFile(admin.password()).toString();
            String[] way = {"--password-file", password};
            List<String> set = new ArrayList<>(List.of("plan", "set", "host", "gpu.devices=0000:3b:00.0"));
            set.addAll(choices());
            assertThat(line.run(set.toArray(String[]::new))).as(line.both()).isEqualTo(ExitCode.DONE);
            long begun = System.nanoTime();
            assertThat(line.run(with(way, "apply", "host", "--yes"))).as(line.both()).isEqualTo(ExitCode.DONE);
            assertThat(line.out()).contains("Model: done", "Guest image: done");
            assertThat(line.run(with(way, "chat", "host", "Are you there?"))).as(line.both()).isEqualTo(ExitCode.DONE);
            assertThat(line.out()).contains("Hello! How can I help \"you\" today?");
            System.out.printf("command line, whole path: %d s, %d changes seen by the machine%n",
                    Duration.ofNanos(System.nanoTime() - begun).toSeconds(),
                    whole.machine.snapshot().changesSince(before).size());
            assertThat(line.run(with(way, "apply", "host", "--yes"))).as(line.both()).isEqualTo(ExitCode.DONE);
            assertThat(line.out()).as("a second run").contains("Nothing is left to do.");
            assertThat(line.run(with(way, "undo", "host", "--yes"))).as(line.both()).isEqualTo(ExitCode.DONE);
            assertThat(whole.machine.snapshot().changesSince(before))
                    .filteredOn(changed -> !changed.contains("dnf.args")).isEmpty();
            assertThat(watch.seen()).as("arguments with the password").isEmpty();
            System.out.printf("command line, whole path: arguments of all processes looked at %d times%n",
                    watch.looks());
        }
    }

    static List<String> choices() {
        return List.of("rootfs.image=" + WholeMachine.GUEST, "rootfs.sizeGib=5", "rootfs.kernelTree=/srv/kernel",
                "rootfs.driver.file=" + WholeMachine.DRIVER, "rootfs.sources.packages=/srv/sources",
                "image.way=IMPORT", "image.archive.path=/srv/vllm-cvm.tar");
    }

    private static String[] with(String[] way, String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        Collections.addAll(all, way);
        return all.toArray(String[]::new);
    }
}
