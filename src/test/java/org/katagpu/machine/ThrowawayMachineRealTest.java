package org.katagpu.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.remote.Capture;
import org.katagpu.remote.Host;
import org.katagpu.remote.Identity.Elevation;
import org.katagpu.remote.Script;

/** The machine itself: what is real in it, and that nothing of it is left. */
@Tag("real")
@Tag("beside")
class ThrowawayMachineRealTest {
    private static final String LEFT_BEHIND = """
            truncate -s 1M /home/disk.img
            chmod 600 /home/disk.img
            losetup -f /home/disk.img
            mount -t tmpfs none /mnt
            ip link add br7 type bridge
            ip netns add mine
            iptables -A FORWARD -j DROP
            touch /run/mine
            setsid sleep 600 </dev/null >/dev/null 2>&1 &
            echo 0000:3b:00.0 | tee /sys/bus/pci/devices/0000:3b:00.0/driver/unbind >/dev/null
            """;
    @TempDir
    private Path folder;
    private MachineTraces left = MachineTraces.NONE;

    @Test
    void usersComeInAndHaveTheRightsTheyShould() throws Exception {
        try (ThrowawayMachine machine = ThrowawayMachine.start(folder)) {
            for (MachineUser user : MachineUser.values()) {
                try (Host host = machine.connect(user)) {
                    assertThat(host.identity().elevation()).as(user.login()).isEqualTo(switch (user) {
                        case ROOT -> Elevation.ROOT;
                        case ADMIN -> Elevation.SUDO_WITH_PASSWORD;
                        case DEPLOY -> Elevation.SUDO_WITHOUT_PASSWORD;
                        default -> Elevation.NONE;
                    });
                    Capture said = new Capture(100);
                    host.run(Script.named("test/root").part("echo \"${KATAGPU_ROOT-unset}\"").build(), said);
                    assertThat(said.text()).isEqualTo("unset\n");
                }
            }
        }
    }

    @Test
    void aRestartLeavesTheDiskAlone() throws Exception {
        try (ThrowawayMachine machine = ThrowawayMachine.start(folder)) {
            MachineSnapshot before = machine.snapshot();
            assertThat(machine.snapshot().changesSince(before)).isEmpty();
            String boot = machine.exec("cat /proc/sys/kernel/random/boot_id");
            machine.exec(LEFT_BEHIND);
            assertThat(machine.snapshot().changesSince(before)).anyMatch(line -> line.startsWith("+ link"))
                    .anyMatch(line -> line.startsWith("+ mount")).anyMatch(line -> line.startsWith("+ netns"))
                    .anyMatch(line -> line.startsWith("+ rule filter"))
                    .anyMatch(line -> line.startsWith("+ process sleep"))
                    .anyMatch(line -> line.startsWith("+ run /run/mine"))
                    .anyMatch(line -> line.startsWith("+ pci 0000:3b"));
            assertThat(machine.loopDevices()).hasSize(1);
            machine.restart();
            assertThat(machine.exec("cat /proc/sys/kernel/random/boot_id")).isNotEqualTo(boot);
            assertThat(machine.loopDevices()).isEmpty();
            assertThat(machine.snapshot().changesSince(before).stream().filter(line -> !line.contains("198.19.")
                    && !line.contains("enp3s0")).toList()).hasSize(2)
                    .allMatch(line -> line.contains("home/disk.img"));
            try (Host host = machine.connect(MachineUser.ADMIN)) {
                assertThat(host.identity().elevation()).isEqualTo(Elevation.SUDO_WITH_PASSWORD);
            }
        }
    }

    /** What systemd-udevd does where MACAddressPolicy=persistent: it is what made cnitool check fail on real hosts. */
    @Test
    void udevdGivesANewLinkAnAddressOfItsChoosing() throws Exception {
        try (ThrowawayMachine machine = ThrowawayMachine.start(folder)) {
            machine.exec("ip link add v0 type veth peer name v1; udevadm settle -t 10");
            assertThat(machine.exec("cat /sys/class/net/v0/addr_assign_type")).as("set by user space").isEqualTo("3");
        }
    }

    @Test
    void nothingIsLeftAfterItIsClosed() throws Exception {
        try (ThrowawayMachine machine = ThrowawayMachine.start(folder)) {
            machine.exec(LEFT_BEHIND);
            left = MachineTraces.of(machine);
            assertThat(left.now()).hasSizeGreaterThan(5);
        }
        assertThat(left.now()).isEmpty();
    }

    @Test
    void nothingIsLeftWhenItsOwnerIsKilled() throws Exception {
        Process owner = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp",
                System.getProperty("java.class.path"), Owner.class.getName(), folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        left = MachineTraces.parse(owner.inputReader().readLine());
        assertThat(left.now()).hasSizeGreaterThan(5);
        owner.destroyForcibly().waitFor();
        long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!left.now().isEmpty() && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        assertThat(left.now()).isEmpty();
    }

    /** Boots a machine and waits for its own death. */
    static final class Owner {
        private Owner() {}

        public static void main(String[] folder) throws Exception {
            ThrowawayMachine machine = ThrowawayMachine.start(Path.of(folder[0]));
            machine.exec(LEFT_BEHIND);
            System.out.println(MachineTraces.of(machine).line());
            TimeUnit.MINUTES.sleep(5);
            machine.close();
        }
    }
}
