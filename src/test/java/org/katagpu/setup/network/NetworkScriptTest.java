package org.katagpu.setup.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.message.Messages;
import org.katagpu.setup.Action;
import org.katagpu.setup.Finding.Status;
import org.katagpu.setup.Plan;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageRunner;
import org.katagpu.setup.StageScripts;
import org.katagpu.setup.StageState;
import org.katagpu.setup.gpu.LocalJobsHost;
import org.katagpu.setup.network.NetworkPart.Way;
import org.katagpu.setup.rootfs.FileServer;

/** The stage's scripts where real parts are not to be had, or not needed: downloads and firewalld. */
class NetworkScriptTest {
    private static final String FIREWALLD = """
            echo "$*" >>"$KATAGPU_ROOT/calls"
            zone=$KATAGPU_ROOT/zone
            case "$*" in
              --state) echo running ;;
              --get-default-zone) echo drop ;;
              --get-zone-of-interface=enp3s0) echo public ;;
              --get-zone-of-interface=*) [[ -e $zone ]] && cat "$zone" || exit 2 ;;
              '--zone=public --change-interface=cni1') echo public >"$zone" ;;
              '--zone=public --remove-interface=cni1') rm "$zone" ;;
            esac
            """;
    @TempDir
    private Path folder;
    private FakeNetworkHost machine;
    private StageRunner runner;
    private NetworkChoice choice = NetworkChoice.DEFAULT;

    @BeforeEach
    void host() throws Exception {
        machine = new FakeNetworkHost(folder);
        LocalJobsHost host = new LocalJobsHost(machine::bash, folder);
        runner = new StageRunner(host, host, new StageScripts(), new Messages(Locale.ENGLISH));
    }

    private StageReport check() throws Exception {
        return runner.check(new NetworkStage(), Plan.EMPTY.withNetwork(choice));
    }

    private StageEvent.Ended act(Action action) throws Exception {
        return runner.follow(runner.start(new NetworkStage(), action, Plan.EMPTY.withNetwork(choice)), 0,
                (event, offset) -> {});
    }

    private List<String> calls() throws IOException {
        Path calls = machine.root().resolve("calls");
        return Files.exists(calls)
                ? Files.readAllLines(calls).stream().filter(call -> !call.contains("--state")).toList()
                : List.of();
    }

    /** A release as its publisher packs it. */
    private byte[] release() throws Exception {
        Path parts = new FakeNetworkHost(folder.resolve("elsewhere")).withParts().root().resolve("opt/cni/bin");
        Path archive = folder.resolve("cni.tgz");
        Process tar = new ProcessBuilder("tar", "-czf", archive.toString(), "-C", parts.toString(), ".").start();
        assertThat(tar.waitFor()).isZero();
        return Files.readAllBytes(archive);
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @Test
    void whatIsFetchedIsConfirmedOnceAndGoesWithUndo() throws Exception {
        byte[] release = release();
        machine.withParts();
        Files.delete(machine.root().resolve("opt/cni/bin/bridge"));
        assertThat(NetworkFixture.ids(check(), Status.FAIL)).containsExactly("network.no_plugins");
        machine.command("cnitool", Files.readString(machine.root().resolve("opt/cni/bin/cnitool")).substring(12));
        try (FileServer server = new FileServer()) {
            choice = choice.withPlugins(new NetworkPart(Way.DOWNLOAD, server.address("/cni.tgz"), "", ""));
            assertThat(NetworkFixture.changes(check(), false)).startsWith("network.plugins");
            assertThat(NetworkFixture.ids(act(Action.APPLY).report(), Status.FAIL))
                    .containsExactly("network.not_fetched");
            server.serve("/cni.tgz", release);
            // A download that breaks off goes on by itself.
            server.breakAfter(release.length / 2);
            StageReport shown = act(Action.APPLY).report();
            assertThat(NetworkFixture.ids(shown, Status.FAIL)).isEmpty();
            assertThat(NetworkFixture.ids(shown, Status.ASK)).containsExactly("network.unconfirmed");
            assertThat(shown.facts().stream().filter(fact -> fact.path("kind").asText().equals("network.sum")))
                    .singleElement().satisfies(fact -> {
                        assertThat(fact.path("part").asText()).isEqualTo("plugins");
                        assertThat(fact.path("sha256").asText()).isEqualTo(sha256(release));
                    });
            choice = choice.withPlugins(choice.plugins().withSha256("0".repeat(64)));
            assertThat(NetworkFixture.ids(act(Action.APPLY).report(), Status.FAIL)).containsExactly("network.checksum");
            choice = choice.withPlugins(choice.plugins().withSha256(sha256(release)));
            assertThat(act(Action.APPLY).problem()).isEmpty();
        }
        assertThat(check().state()).isEqualTo(StageState.DONE);
        assertThat(act(Action.APPLY).report().changes()).isEmpty();
        assertThat(machine.root().resolve("opt/katagpu/cni/bridge")).isExecutable();
        assertThat(act(Action.UNDO).problem()).isEmpty();
        assertThat(machine.root().resolve("opt/katagpu")).doesNotExist();
        assertThat(machine.root().resolve("var/lib/katagpu/network")).doesNotExist();
        assertThat(machine.root().resolve("opt/cni/bin/host-local")).exists();
    }

    @Test
    void theBridgeJoinsTheZoneOfTheWayOutAndLeavesItAgain() throws Exception {
        machine.withParts().command("firewall-cmd", FIREWALLD);
        StageReport closed = check();
        assertThat(NetworkFixture.ids(closed, Status.WARN)).containsExactly("network.forward_refused");
        choice = choice.withOpenForward(true);
        assertThat(NetworkFixture.changes(act(Action.APPLY).report(), true)).contains("network.open");
        assertThat(calls()).contains("--zone=public --change-interface=cni1",
                "--permanent --zone=public --change-interface=cni1");
        assertThat(check().state()).isEqualTo(StageState.DONE);
        assertThat(NetworkFixture.changes(act(Action.UNDO).report(), true)).contains("network.close");
        assertThat(calls()).contains("--permanent --zone=public --remove-interface=cni1")
                .noneMatch(call -> call.contains("reload") || call.contains("trusted"));
        assertThat(machine.root().resolve("zone")).doesNotExist();
    }

    @Test
    void aSubnetThatHoldsTheHostsNameServerIsRefused() throws Exception {
        machine.withParts();
        Files.createDirectories(machine.root().resolve("etc"));
        Files.writeString(machine.root().resolve("etc/resolv.conf"), "nameserver 10.88.0.53\n", StandardCharsets.UTF_8);
        assertThat(ContainerNetwork.of(check().facts()).orElseThrow().subnet()).isEqualTo("10.189.0.0/16");
        choice = choice.withSubnet("10.88.0.0/16");
        assertThat(NetworkFixture.ids(check(), Status.FAIL)).containsExactly("network.subnet_taken");
    }
}
