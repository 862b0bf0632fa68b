package org.katagpu.setup.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.katagpu.host.NetworkFacts.Route;
import org.katagpu.message.Text;

class NetworkRulesTest {
    private final NetworkRules rules = new NetworkRules(
            List.of(new Route("0.0.0.0", 0, Optional.of("172.16.9.1"), "enp3s0"),
                    new Route("172.16.9.0", 24, Optional.empty(), "enp3s0"),
                    new Route("10.88.0.0", 16, Optional.empty(), "cni1"),
                    new Route("192.168.5.7", 32, Optional.of("172.16.9.9"), "wg0")));

    @ParameterizedTest
    @ValueSource(strings = {"", "10.88.0.0/16", "10.0.0.0/30", "172.31.255.0/24", "192.168.4.0/24", "10.0.0.0/8"})
    void freeSubnets(String text) {
        assertThat(rules.subnet(text, "cni1")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"10.88.0.0, network.wrong.subnet", "10.88.0.0/33, network.wrong.subnet",
        "10.256.0.0/16, network.wrong.subnet", "ten, network.wrong.subnet", "10.88.0.1/16, network.wrong.bits",
        "8.8.8.0/24, network.wrong.public", "172.32.0.0/16, network.wrong.public",
        "192.0.0.0/8, network.wrong.public", "0.0.0.0/0, network.wrong.public", "10.0.0.0/31, network.wrong.small",
        "172.16.0.0/12, network.wrong.taken", "192.168.0.0/16, network.wrong.taken",
        "172.16.9.128/25, network.wrong.taken"})
    void subnetsThatCannotBe(String text, String key) {
        assertThat(rules.subnet(text, "cni1")).map(Text::key).contains(key);
    }

    @Test
    void theRouteOfAnotherBridgeIsAClash() {
        assertThat(rules.subnet("10.88.0.0/16", "cni2"))
                .contains(Text.of("network.wrong.taken", "10.88.0.0/16", "cni1", "10.89.0.0/16"));
        assertThat(rules.subnet("10.88.0.5/16", "cni1")).contains(Text.of("network.wrong.bits", "10.88.0.0/16"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a-bridge-too-far", "lo", "all", "", ".x", "a/b", "a b", "a\nb"})
    void bridgesThatCannotBe(String name) {
        assertThatThrownBy(() -> NetworkChoice.DEFAULT.withBridge(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothingReachesAScriptThatIsNotOfItsForm() {
        assertThatThrownBy(() -> NetworkChoice.DEFAULT.withName("../x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NetworkChoice.DEFAULT.withFolder("/etc/../x"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NetworkChoice.DEFAULT.withSubnet("10.88.0.1/16"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NetworkPart.PLUGINS.withUrl("file:///etc/passwd"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(NetworkPart.PLUGINS.withUrl("https://mirror/x.tgz").sha256()).isEmpty();
        assertThat(NetworkPart.PLUGINS.withUrl(NetworkPart.PLUGINS.url())).isEqualTo(NetworkPart.PLUGINS);
    }
}
