package org.katagpu.setup.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.setup.Finding.Status;
import org.katagpu.setup.StageState;

/** With a real firewalld of the machine of its own, where one is installed: its package would start it everywhere. */
@Tag("real")
class FirewalldRealTest {
    private static final String OUT = "ip netns exec vllmnet ping -c1 -W2 172.31.255.1 >/dev/null && echo yes || echo no";
    @TempDir
    private Path folder;
    private NetworkFixture bench;
    private final List<Process> daemons = new ArrayList<>();

    @BeforeEach
    void open() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/sbin/firewalld")), "firewalld is not installed");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/dbus-daemon")), "D-Bus is not installed");
        bench = new NetworkFixture(folder);
        bench.machine.run("""
                mkdir -p /run/dbus
                ip netns add beyond
                ip link set world netns beyond
                ip -n beyond addr add 172.31.255.1/24 dev world
                ip -n beyond link set world up
                """);
        daemon("dbus-daemon", "--system", "--nofork", "--nopidfile");
        bench.machine.run("until [[ -S /run/dbus/system_bus_socket ]]; do sleep 0.05; done");
        daemon("firewalld", "--nofork", "--nopid");
        bench.machine.run("""
                for ((tries = 300; tries > 0; tries--)); do
                  if firewall-cmd --state >/dev/null 2>&1; then break; fi
                  sleep 0.1
                done
                firewall-cmd --zone=public --change-interface=uplink
                firewall-cmd --set-default-zone=drop
                """);
    }

    private void daemon(String... command) throws Exception {
        daemons.add(bench.machine.command(command).redirectErrorStream(true)
                .redirectOutput(folder.resolve(command[0] + ".log").toFile()).start());
    }

    @AfterEach
    void close() throws Exception {
        for (Process daemon : daemons.reversed()) {
            daemon.destroy();
            daemon.waitFor();
        }
        if (bench != null) {
            bench.close();
        }
    }

    @Test
    void theContainerReachesOthersThroughTheZoneOfTheWayOut() throws Exception {
        String zones = bench.machine.run("firewall-cmd --list-all-zones");
        String kept = bench.machine.run("firewall-cmd --permanent --list-all-zones");
        assertThat(bench.apply().problem()).isEmpty();
        assertThat(NetworkFixture.ids(bench.check(), Status.WARN)).contains("network.forward_refused");
        assertThat(bench.machine.run(OUT)).isEqualTo("no");
        bench.choose(choice -> choice.withOpenForward(true));
        assertThat(bench.apply().problem()).as(() -> String.join("\n", bench.log())).isEmpty();
        assertThat(bench.machine.run(OUT)).isEqualTo("yes");
        assertThat(bench.machine.run("iptables -t nat -S POSTROUTING")).contains("CNI-");
        assertThat(bench.check().state()).isEqualTo(StageState.DONE);
        assertThat(bench.undo().problem()).isEmpty();
        assertThat(bench.machine.run("firewall-cmd --list-all-zones")).isEqualTo(zones);
        assertThat(bench.machine.run("firewall-cmd --permanent --list-all-zones")).isEqualTo(kept);
    }
}
