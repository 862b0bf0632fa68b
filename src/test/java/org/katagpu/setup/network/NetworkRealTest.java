package org.katagpu.setup.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.setup.Finding.Status;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageState;

/** The whole stage with real CNI plugins and real cnitool, real namespaces and bridges. */
@Tag("real")
class NetworkRealTest {
    @TempDir
    private Path folder;
    private NetworkFixture bench;
    private String before = "";

    @BeforeEach
    void open() throws Exception {
        bench = new NetworkFixture(folder);
        before = bench.traces();
    }

    @AfterEach
    void close() throws Exception {
        bench.close();
    }

    private void added() throws Exception {
        StageEvent.Ended ended = bench.apply();
        assertThat(ended.problem()).as(() -> String.join("\n", bench.log())).isEmpty();
    }

    @Test
    void addedShownResetAndDeletedTwiceEach() throws Exception {
        StageReport first = bench.check();
        assertThat(first.state()).isEqualTo(StageState.NEEDED);
        assertThat(NetworkFixture.changes(first, false)).containsExactly("network.file", "network.add");
        assertThat(first.recorded()).hasValue(0);
        for (int time = 0; time < 2; time++) {
            added();
            ContainerNetwork network = bench.network();
            assertThat(network.present()).isTrue();
            assertThat(network.subnet()).isEqualTo("10.88.0.0/16");
            assertThat(network.address()).isEqualTo("10.88.0.2");
            assertThat(network.gateway()).isEqualTo("10.88.0.1");
            assertThat(network.ports()).hasSize(1);
            assertThat(network.leases()).containsExactly("10.88.0.2");
            assertThat(bench.check().state()).isEqualTo(StageState.DONE);
            assertThat(bench.machine.run("ip netns exec vllmnet ping -c1 -W2 172.31.255.2")).contains("1 received");
            assertThat(bench.apply().report().changes()).isEmpty();
            for (int again = 0; again < 2; again++) {
                String port = bench.network().ports().getFirst();
                assertThat(NetworkFixture.changes(bench.reset().report(), true)).startsWith("network.renew");
                assertThat(bench.network().present()).isTrue();
                assertThat(bench.network().ports()).hasSize(1).doesNotContain(port);
                assertThat(bench.network().leases()).hasSize(1);
            }
            assertThat(NetworkFixture.changes(bench.undo().report(), true)).containsExactly("network.remove");
            assertThat(bench.traces()).isEqualTo(before);
            assertThat(bench.undo().report().changes()).isEmpty();
        }
    }

    @Test
    void anotherNetworksLeasesAndAnotherFilesStay() throws Exception {
        bench.machine.run("""
                mkdir -p /etc/cni/net.d
                printf '%s' '{"cniVersion":"0.4.0","name":"other","type":"bridge","bridge":"cni0","isGateway":true,
                  "ipam":{"type":"host-local","subnet":"10.99.0.0/24"}}' >/etc/cni/net.d/10-other.conf
                ip netns add other
                CNI_PATH=/usr/lib/cni cnitool add other /var/run/netns/other
                """);
        String others = bench.traces();
        added();
        bench.reset();
        assertThat(bench.machine.run("cat /var/lib/cni/networks/other/10.99.0.2")).contains("cnitool-");
        bench.undo();
        // Forwarding was switched on by the other network, too.
        assertThat(bench.traces()).isEqualTo(others);
    }

    @Test
    void aBridgeOrASubnetInUseIsRefused() throws Exception {
        bench.machine.run("ip link add cni1 type bridge; ip route add 10.88.7.0/24 via 172.31.255.1");
        bench.choose(choice -> choice.withSubnet("10.88.0.0/16"));
        StageReport report = bench.check();
        assertThat(report.state()).isEqualTo(StageState.BLOCKED);
        assertThat(NetworkFixture.ids(report, Status.FAIL)).containsExactlyInAnyOrder("network.bridge_taken",
                "network.subnet_taken");
        StageEvent.Ended ended = bench.apply();
        assertThat(ended.problem()).isPresent();
        bench.choose(choice -> choice.withSubnet("").withBridge("cni7"));
        added();
        assertThat(bench.network().subnet()).isEqualTo("10.189.0.0/16");
    }

    @Test
    void theNetworkOfAnotherFileIsSeenBeforeItIsUp() throws Exception {
        bench.machine.run("""
                mkdir -p /etc/cni/net.d /etc/containers/networks
                printf '%s' '{"name":"x","plugins":[{"type":"bridge","bridge":"cni1",
                  "ipam":{"ranges":[[{"subnet":"10.88.128.0/17"}]]}}]}' >/etc/cni/net.d/20-x.conflist
                printf '{"cniVersion": "0.4.0",' >/etc/cni/net.d/30-broken.conf
                """);
        StageReport report = bench.check();
        assertThat(NetworkFixture.ids(report, Status.FAIL)).containsExactly("network.bridge_planned");
        assertThat(NetworkFixture.ids(report, Status.WARN)).containsExactly("network.malformed");
        assertThat(ContainerNetwork.of(report.facts()).orElseThrow().subnet()).isEqualTo("10.189.0.0/16");
        bench.choose(choice -> choice.withBridge("cni2").withFolder("/etc/cni/net.d"));
        assertThat(NetworkFixture.ids(bench.check(), Status.FAIL)).containsExactly("network.malformed_here");
        bench.machine.run("rm /etc/cni/net.d/*");
        assertThat(NetworkFixture.ids(bench.check(), Status.WARN)).containsExactly("network.first");
    }

    @Test
    void aLeaseOfBeforeARebootIsGivenBack() throws Exception {
        added();
        bench.machine.run("""
                ip netns del vllmnet
                ip link del cni1
                iptables -t nat -F
                iptables -t nat -X
                echo 0 >/proc/sys/net/ipv4/ip_forward
                sed -i 's/^boot=.*/boot=another/' /var/lib/katagpu/network/network
                """);
        StageReport stale = bench.check();
        assertThat(stale.state()).isEqualTo(StageState.NEEDED);
        assertThat(NetworkFixture.ids(stale, Status.WARN)).containsExactly("network.stale");
        assertThat(ContainerNetwork.of(stale.facts()).orElseThrow().leases()).containsExactly("10.88.0.2");
        added();
        assertThat(bench.network().leases()).hasSize(1);
        assertThat(bench.network().present()).isTrue();
        bench.undo();
        assertThat(bench.traces()).isEqualTo(before);
    }

    @Test
    void aNamespaceLostWithinABootLeavesNoRules() throws Exception {
        added();
        bench.machine.run("ip netns del vllmnet");
        assertThat(NetworkFixture.ids(bench.check(), Status.WARN)).containsExactly("network.stale");
        assertThat(bench.undo().problem()).isEmpty();
        assertThat(bench.traces()).isEqualTo(before);
    }

    @Test
    void aNetworkInUseIsLeftAlone() throws Exception {
        added();
        Process user = bench.machine.command("ip", "netns", "exec", "vllmnet", "sleep", "60").start();
        try {
            bench.machine.run("until ip netns pids vllmnet | grep -q .; do :; done; ip -n vllmnet addr flush dev eth0");
            assertThat(bench.check().state()).isEqualTo(StageState.DONE);
            assertThat(bench.network().users()).contains("sleep (");
            assertThat(NetworkFixture.ids(bench.reset().report(), Status.FAIL)).containsExactly("network.in_use");
            assertThat(NetworkFixture.ids(bench.undo().report(), Status.FAIL)).containsExactly("network.in_use");
        } finally {
            user.destroyForcibly().waitFor();
        }
        // The container took the address along, as Kata does.
        assertThat(NetworkFixture.ids(bench.check(), Status.WARN)).containsExactly("network.worn");
        added();
        assertThat(bench.check().state()).isEqualTo(StageState.DONE);
    }

    @Test
    void anotherChoiceReplacesTheNetwork() throws Exception {
        added();
        bench.choose(choice -> choice.withName("other").withBridge("cni5").withSubnet("192.168.77.0/24"));
        assertThat(NetworkFixture.changes(bench.check(), false)).startsWith("network.replace");
        added();
        assertThat(bench.network().address()).isEqualTo("192.168.77.2");
        assertThat(bench.traces()).doesNotContain("cni1").doesNotContain("vllmnet");
        bench.undo();
        assertThat(bench.traces()).isEqualTo(before);
    }

    @Test
    void dockersPolicyIsOpenedOnlyWhenAskedFor() throws Exception {
        bench.machine.run("iptables -N DOCKER-USER; iptables -P FORWARD DROP; iptables -I FORWARD -j DOCKER-USER");
        String closed = bench.traces();
        assertThat(NetworkFixture.ids(bench.check(), Status.WARN)).containsExactly("network.forward_refused");
        bench.choose(choice -> choice.withOpenForward(true));
        added();
        assertThat(bench.machine.run("iptables -S DOCKER-USER")).contains("-i cni1").contains("-o cni1")
                .contains("katagpu-vllmnet");
        assertThat(bench.check().state()).isEqualTo(StageState.DONE);
        bench.choose(choice -> choice.withOpenForward(false));
        assertThat(NetworkFixture.changes(bench.apply().report(), true)).containsExactly("network.close");
        bench.choose(choice -> choice.withOpenForward(true));
        assertThat(NetworkFixture.changes(bench.apply().report(), true)).containsExactly("network.open");
        bench.undo();
        assertThat(bench.traces()).isEqualTo(closed);
    }

    @Test
    void cnitoolIsBuiltFromItsSourceAndTheNetworkSetUpWithIt() throws Exception {
        bench.machine.run("rm /opt/bin/cnitool");
        assertThat(NetworkFixture.ids(bench.check(), Status.FAIL)).containsExactly("network.no_cnitool");
        bench.machine.put(RealCnitool.source(), "/opt/cni.tar.xz");
        bench.choose(choice -> choice.withCnitool(new NetworkPart(NetworkPart.Way.BUILD, "", "/opt/cni.tar.xz", "")));
        added();
        assertThat(bench.network().present()).isTrue();
        assertThat(bench.machine.run("ls -A /opt/katagpu/cni")).isEqualTo("cnitool");
        assertThat(NetworkFixture.changes(bench.undo().report(), true)).containsExactly("network.remove",
                "network.uncnitool");
        assertThat(bench.traces()).isEqualTo(before);
        assertThat(bench.machine.run("ls /opt")).doesNotContain("katagpu");
    }

    @Test
    void withoutCnitoolTheNetworkIsDeletedAllTheSame() throws Exception {
        added();
        bench.machine.run("rm /opt/bin/cnitool");
        assertThat(bench.undo().problem()).isEmpty();
        assertThat(bench.traces()).isEqualTo(before);
    }

    @Test
    void aBridgeThatStillHasPortsStays() throws Exception {
        added();
        bench.machine.run("ip link add theirs type veth peer name peer; ip link set theirs master cni1");
        StageReport report = bench.undo().report();
        assertThat(NetworkFixture.ids(report, Status.WARN)).contains("network.bridge_stays");
        assertThat(bench.machine.run("ls /sys/class/net/cni1/brif; [[ ! -e /var/lib/cni ]]")).isEqualTo("theirs");
    }
}
