package org.katagpu.setup.network;

/**
 * The network of the one container.
 *
 * @param name of the CNI network and of the network namespace
 * @param bridge name of the host's bridge, at most 15 bytes
 * @param subnet private IPv4 network in CIDR form; empty: the first free one the check proposes
 * @param masquerade whether the container's traffic leaves under the host's address
 */
public record NetworkChoice(String name, String bridge, String subnet, boolean masquerade, boolean hairpin,
        NetworkPart plugins, NetworkPart cnitool, boolean openForward) {
    public static final NetworkChoice DEFAULT = new NetworkChoice("vllmnet", "cni1", "", true, true,
            NetworkPart.PRESENT, NetworkPart.PRESENT, false);

    /** Where the namespace can be entered on the host. */
    public String namespacePath() {
        return "/var/run/netns/" + name;
    }
}
