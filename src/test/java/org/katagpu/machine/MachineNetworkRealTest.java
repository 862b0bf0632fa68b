package org.katagpu.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.katagpu.setup.Action;
import org.katagpu.setup.Finding.Status;
import org.katagpu.setup.Plan;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageRun;
import org.katagpu.setup.StageState;
import org.katagpu.setup.network.ContainerNetwork;
import org.katagpu.setup.network.NetworkPart;
import org.katagpu.setup.network.NetworkStage;

/** The network where udevd runs and KATAGPU_ROOT is not set, over sshd and sudo. */
@Tag("real")
@Tag("beside")
class MachineNetworkRealTest {
    private static final NetworkStage STAGE = new NetworkStage();
    @TempDir
    private static Path folder;
    private static ThrowawayMachine machine;

    @BeforeAll
    static void boot() throws Exception {
        machine = ThrowawayMachine.start(folder);
    }

    @AfterAll
    static void end() throws Exception {
        machine.close();
    }

    @AfterEach
    void takeBack() throws Exception {
        try (MachineBench bench = new MachineBench(machine, MachineUser.ROOT)) {
            assertThat(bench.undo(STAGE, Plan.EMPTY).problem()).isEmpty();
        }
    }

    private static ContainerNetwork network(StageReport report) {
        return ContainerNetwork.of(report.facts()).orElseThrow();
    }

    private static void applied(MachineBench bench, Plan plan) throws Exception {
        StageEvent.Ended ended = bench.apply(STAGE, plan);
        assertThat(ended.problem()).as(bench::log).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"ROOT", "ADMIN", "DEPLOY"})
    void checkedMadeMadeAgainPreviewedAndTakenBack(MachineUser user) throws Exception {
        MachineSnapshot before = machine.snapshot();
        try (MachineBench bench = new MachineBench(machine, user)) {
            assertThat(bench.check(STAGE, Plan.EMPTY).state()).isEqualTo(StageState.NEEDED);
            assertThat(bench.preview(STAGE, Plan.EMPTY).state()).isEqualTo(StageState.DONE);
            assertThat(machine.snapshot().changesSince(before)).isEmpty();
            applied(bench, Plan.EMPTY);
            String port = network(bench.check(STAGE, Plan.EMPTY)).ports().getFirst();
            assertThat(machine.exec("cat /sys/class/net/" + port + "/addr_assign_type")).as("udevd was here")
                    .isEqualTo("3");
            assertThat(bench.check(STAGE, Plan.EMPTY).state()).isEqualTo(StageState.DONE);
            MachineSnapshot made = machine.snapshot();
            assertThat(bench.apply(STAGE, Plan.EMPTY).report().changes()).isEmpty();
            StageReport preview = bench.preview(STAGE, Plan.EMPTY);
            assertThat(preview.state()).isEqualTo(StageState.NEEDED);
            assertThat(MachineBench.changes(preview, false)).containsExactly("network.remove");
            assertThat(machine.snapshot().changesSince(made)).isEmpty();
            StageEvent.Ended undone = bench.undo(STAGE, Plan.EMPTY);
            assertThat(undone.problem()).as(bench::log).isEmpty();
            assertThat(MachineBench.changes(undone.report(), true)).containsExactly("network.remove");
        }
        assertThat(machine.snapshot().changesSince(before)).isEmpty();
    }

    /** Whatever udevd did: another complaint of cnitool is shown. */
    @Test
    void onlyTheHardwareAddressIsNoMatter() throws Exception {
        try (MachineBench bench = new MachineBench(machine, MachineUser.ROOT)) {
            applied(bench, Plan.EMPTY);
            machine.exec("ip link set dev cni1 address 02:00:00:00:00:01; ip -n vllmnet link set dev eth0 "
                    + "address 02:00:00:00:00:02");
            assertThat(bench.check(STAGE, Plan.EMPTY).state()).isEqualTo(StageState.DONE);
            machine.exec("ip -n vllmnet route del default");
            StageReport damaged = bench.check(STAGE, Plan.EMPTY);
            assertThat(MachineBench.ids(damaged, Status.WARN)).containsExactly("network.damaged");
            applied(bench, Plan.EMPTY);
            machine.exec("ip link set dev $(ls /sys/class/net/cni1/brif) nomaster");
            StageReport apart = bench.check(STAGE, Plan.EMPTY);
            assertThat(MachineBench.ids(apart, Status.WARN)).containsExactly("network.damaged");
            assertThat(apart.findings()).anySatisfy(finding -> assertThat(finding.evidence()).contains("cni1"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        // the path's descriptor, as a shim that waits; a thread's; a bundle's of a shim; a mount elsewhere
        "setsid bash -c 'exec 7</run/netns/vllmnet; exec -a held sleep 300' </dev/null >/dev/null 2>&1 &",
        "mkdir -p /run/x/io.containerd.runtime.v2.task/k8s/model; cd /run/x/io.containerd.runtime.v2.task/k8s/model;"
                + " printf '{\"namespaces\":[{\"type\":\"network\",\"path\":\"/var/run/netns/vllmnet\"}]}' >config.json;"
                + " setsid sleep 300 </dev/null >/dev/null 2>&1 &",
        "touch /run/elsewhere; mount --bind /run/netns/vllmnet /run/elsewhere"})
    void whoeverHoldsTheNamespaceIsNamed(String hold) throws Exception {
        try (MachineBench bench = new MachineBench(machine, MachineUser.ROOT)) {
            applied(bench, Plan.EMPTY);
            assertThat(network(bench.check(STAGE, Plan.EMPTY)).users()).isEmpty();
            machine.exec(MachineUser.MALLORY, "setsid sleep 300 7</run/netns/vllmnet </dev/null >/dev/null 2>&1 &");
            assertThat(network(bench.check(STAGE, Plan.EMPTY)).users()).as("anybody may open it").isEmpty();
            machine.exec(hold);
            StageReport used = bench.check(STAGE, Plan.EMPTY);
            assertThat(network(used).users()).isNotEmpty();
            assertThat(MachineBench.ids(bench.preview(STAGE, Plan.EMPTY), Status.FAIL))
                    .containsExactly("network.in_use");
            assertThat(MachineBench.ids(bench.undo(STAGE, Plan.EMPTY).report(), Status.FAIL))
                    .containsExactly("network.in_use");
        } finally {
            machine.exec("pkill -x sleep || :; umount /run/elsewhere 2>/dev/null || :; rm -rf /run/x /run/elsewhere");
        }
    }

    @Test
    void aRestartTakesTheNetworkAndApplyBringsItAgain() throws Exception {
        MachineSnapshot before;
        try (ThrowawayMachine other = ThrowawayMachine.start(folder.resolve("other"))) {
            before = other.snapshot();
            String boot;
            try (MachineBench bench = new MachineBench(other, MachineUser.ADMIN)) {
                applied(bench, Plan.EMPTY);
                boot = bench.check(STAGE, Plan.EMPTY).boot();
            }
            other.restart();
            try (MachineBench bench = new MachineBench(other, MachineUser.ADMIN)) {
                StageReport stale = bench.check(STAGE, Plan.EMPTY);
                assertThat(stale.boot()).isNotEqualTo(boot).isNotEmpty();
                assertThat(stale.state()).isEqualTo(StageState.NEEDED);
                assertThat(MachineBench.ids(stale, Status.WARN)).containsExactly("network.stale");
                applied(bench, Plan.EMPTY);
                assertThat(bench.check(STAGE, Plan.EMPTY).state()).isEqualTo(StageState.DONE);
                assertThat(bench.undo(STAGE, Plan.EMPTY).problem()).isEmpty();
            }
            assertThat(other.snapshot().changesSince(before).stream()
                    .filter(line -> !line.contains("198.19.") && !line.contains("enp3s0"))).isEmpty();
        }
    }

    /** A run whose process group is killed leaves what check explains and apply or undo mends. */
    @ParameterizedTest
    @ValueSource(strings = {"file", "namespace", "add", "verify"})
    void killedAtAStepItIsMended(String step) throws Exception {
        MachineSnapshot before = machine.snapshot();
        try (MachineBench bench = new MachineBench(machine, MachineUser.DEPLOY)) {
            StageEvent.Ended ended;
            try (JobFreezer freezer = JobFreezer.at(machine, "network." + step)) {
                StageRun run = bench.runner.start(STAGE, Action.APPLY, Plan.EMPTY);
                freezer.kill(freezer.await().orElseThrow());
                ended = bench.runner.follow(run, 0, (event, offset) -> {});
            }
            assertThat(ended.problem()).as("it was killed").isPresent();
            StageReport after = bench.check(STAGE, Plan.EMPTY);
            assertThat(after.state()).as(ended.toString()).isIn(StageState.NEEDED, StageState.DONE);
            if (step.equals("file") || step.equals("add")) {
                applied(bench, Plan.EMPTY);
                assertThat(bench.check(STAGE, Plan.EMPTY).state()).isEqualTo(StageState.DONE);
            }
            assertThat(bench.undo(STAGE, Plan.EMPTY).problem()).as(bench::log).isEmpty();
        }
        assertThat(machine.snapshot().changesSince(before)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ln -s /etc/passwd bridge; tar -czf /root/cni.tgz bridge host-local",
        "ln host-local bridge; tar -czf /root/cni.tgz host-local bridge",
        "tar -czPf /root/cni.tgz --transform 's,^bridge,/etc/cron.d/bridge,' bridge host-local",
        "tar -czPf /root/cni.tgz --transform 's,^bridge,../bridge,' bridge host-local",
        "mkfifo more; tar -czf /root/cni.tgz bridge host-local more",
        "mknod more c 1 3; tar -czf /root/cni.tgz bridge host-local more",
        "truncate -s 1T more; tar -czSf /root/cni.tgz bridge host-local more"})
    void anArchiveWithMoreThanPlainFilesIsRefused(String make) throws Exception {
        Plan plan = Plan.EMPTY.withNetwork(Plan.EMPTY.network().withPlugins(
                new NetworkPart(NetworkPart.Way.FILE, "", "/root/cni.tgz", "")));
        machine.exec("rm -rf /tmp/cni; mkdir /tmp/cni; cd /tmp/cni; cp /usr/lib/cni/{bridge,host-local} .; "
                + (make.startsWith("ln ") ? "rm bridge; " : "") + make);
        MachineSnapshot before = machine.snapshot();
        try (MachineBench bench = new MachineBench(machine, MachineUser.ROOT)) {
            StageEvent.Ended ended = bench.apply(STAGE, plan);
            assertThat(MachineBench.ids(ended.report(), Status.FAIL)).containsExactly("network.unsafe_archive");
        }
        assertThat(machine.snapshot().changesSince(before)).isEmpty();
        machine.exec("rm -rf /root/cni.tgz /tmp/cni");
    }

    @Test
    void ofAnArchiveOnlyTheProgramsAreTaken() throws Exception {
        machine.exec(
                "rm -rf /tmp/cni; mkdir /tmp/cni; cd /tmp/cni; cp /usr/lib/cni/{bridge,host-local} .; touch LICENSE; chmod 4777 bridge;"
                        + " tar -czf /root/cni.tgz --owner 1000 ./bridge ./host-local ./LICENSE");
        Plan plan = Plan.EMPTY.withNetwork(Plan.EMPTY.network().withPlugins(
                new NetworkPart(NetworkPart.Way.FILE, "", "/root/cni.tgz", "")));
        try (MachineBench bench = new MachineBench(machine, MachineUser.ADMIN)) {
            applied(bench, plan);
            assertThat(machine.exec("cd /opt/katagpu/cni; stat -c '%n %a %U' -- * .[!.]* 2>/dev/null || :"))
                    .isEqualTo("bridge 755 root\nhost-local 755 root");
            assertThat(MachineBench.changes(bench.preview(STAGE, plan), false))
                    .containsExactly("network.remove", "network.unplugins");
            assertThat(bench.undo(STAGE, plan).problem()).isEmpty();
        }
        assertThat(machine.exec("ls -d /opt/katagpu 2>/dev/null || echo none; rm -r /tmp/cni /root/cni.tgz"))
                .isEqualTo("none");
    }

    /** whereabouts' range, static's addresses, calico's pools. */
    @Test
    void networksOfOtherKindsAreInUse() throws Exception {
        machine.exec("""
                mkdir -p /etc/cni/net.d
                cd /etc/cni/net.d
                echo '{"name":"w","type":"macvlan","ipam":{"type":"whereabouts","range":"10.88.7.0/24",
                  "exclude":["10.88.7.1/32"]}}' >20-whereabouts.conf
                echo '{"name":"s","type":"macvlan","ipam":{"type":"static","addresses":[{"address":"10.189.0.9/24"}],
                  "routes":[{"dst":"0.0.0.0/0"},{"dst":"172.30.88.0/24"}]}}' >30-static.conf
                echo '{"name":"c","plugins":[{"type":"calico","ipam":{"type":"calico-ipam",
                  "ipv4_pools":["10.213.0.0/16","default"]}}]}' >40-calico.conflist
                """);
        try (MachineBench bench = new MachineBench(machine, MachineUser.ROOT)) {
            assertThat(network(bench.check(STAGE, Plan.EMPTY)).subnet()).isEqualTo("172.30.88.0/24");
            for (String taken : List.of("10.88.7.0/24", "10.189.0.0/16", "10.213.4.0/24")) {
                Plan plan = Plan.EMPTY.withNetwork(Plan.EMPTY.network().withSubnet(taken));
                assertThat(MachineBench.ids(bench.check(STAGE, plan), Status.FAIL)).as(taken)
                        .containsExactly("network.subnet_taken");
            }
        } finally {
            machine.exec("rm -r /etc/cni");
        }
    }
}
