package org.katagpu.practice;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.setup.Action;
import org.katagpu.setup.Finding;
import org.katagpu.setup.Plan;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageState;
import org.katagpu.setup.network.NetworkChoice;
import org.katagpu.setup.network.NetworkStage;

/** The container's network on the practice host: made, renewed, opened, taken away. */
class PracticeNetworkTest {
    private static final String LEASE = "var/lib/cni/networks/vllmnet/10.88.0.2";

    @TempDir(factory = FastTempDir.class)
    Path temp;
    private final NetworkStage stage = new NetworkStage();

    @Test
    void itIsMadeRenewedAndTakenAway() throws Exception {
        try (ScriptedHost host = new ScriptedHost(Persona.KUNPENG_4GPU, temp)) {
            host.goesThereAndBack(stage, Plan.EMPTY);
            assertThat(host.file("sys/class/net/cni1")).doesNotExist();
            assertThat(host.file("var/run/netns/vllmnet")).doesNotExist();
            host.run(stage, Action.APPLY, Plan.EMPTY);
            assertThat(host.file(LEASE)).exists();
            host.run(NetworkStage.reset(), Action.APPLY, Plan.EMPTY);
            assertThat(host.check(stage, Plan.EMPTY).state()).isEqualTo(StageState.DONE);
            try (var ports = Files.list(host.file("sys/class/net/cni1/brif"))) {
                assertThat(ports).hasSize(1);
            }
        }
    }

    @Test
    void dockersFirewallIsOpenedOnlyWhenAllowed() throws Exception {
        try (ScriptedHost host = new ScriptedHost(Persona.KUNPENG_SHARED_GROUP, temp)) {
            StageReport refused = host.run(stage, Action.APPLY, Plan.EMPTY);
            assertThat(refused.findings()).extracting(Finding::id).contains("network.forward_refused");
            String before = Files.readString(host.file(".practice/iptables"));
            Plan open = Plan.EMPTY.withNetwork(NetworkChoice.DEFAULT.withOpenForward(true));
            assertThat(host.run(stage, Action.APPLY, open).findings()).extracting(Finding::id)
                    .doesNotContain("network.forward_refused");
            assertThat(host.file(".practice/iptables")).content().contains("-A DOCKER-USER -i cni1");
            host.run(stage, Action.UNDO, open);
            assertThat(host.file(".practice/iptables")).hasContent(before);
        }
    }

    @Test
    void aPluginThatFailsLeavesNothing() throws Exception {
        try (ScriptedHost host = new ScriptedHost(Persona.KUNPENG_4GPU, temp)) {
            host.practice().sandbox().inject(Fault.CNI, Fault.addFails("failed to create bridge \"cni1\""));
            assertThat(ScriptedHost.failed(host.follow(stage, Action.APPLY, Plan.EMPTY).report()))
                    .containsExactly("network.not_added");
            assertThat(host.file("var/run/netns/vllmnet")).doesNotExist();
        }
    }
}
