package org.katagpu.setup.network;

import java.util.regex.Pattern;

/**
 * The network of the one container.
 *
 * @param name of the CNI network and of the network namespace
 * @param bridge name of the host's bridge, at most 15 bytes
 * @param subnet private IPv4 network in CIDR form; empty: the first free one the check proposes
 * @param masquerade whether the container's traffic leaves under the host's address
 * @param hairpin whether the container reaches itself through the bridge's address
 * @param folder of the configuration on the host; one of its own, so that no other program takes the network for its
 *        own
 * @param openForward whether the host's firewall may be opened for what the container sends out, where it refuses it
 */
public record NetworkChoice(String name, String bridge, String subnet, boolean masquerade, boolean hairpin,
        String folder, NetworkPart plugins, NetworkPart cnitool, boolean openForward) {
    public static final String OWN_FOLDER = "/etc/cni/katagpu.d";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");
    private static final Pattern BRIDGE = Pattern.compile("(?!(lo|all|default)$)[A-Za-z0-9][A-Za-z0-9_.-]{0,14}");
    private static final Pattern FOLDER = Pattern.compile("(?!.*\\.\\.)/[A-Za-z0-9_./-]*[A-Za-z0-9_-]");

    public static final NetworkChoice DEFAULT = new NetworkChoice("vllmnet", "cni1", "", true, true, OWN_FOLDER,
            NetworkPart.PRESENT, NetworkPart.PRESENT, false);

    /** @throws IllegalArgumentException for what no script may get */
    public NetworkChoice {
        require(NAME, name);
        require(BRIDGE, bridge);
        require(FOLDER, folder);
        if (!subnet.isEmpty() && Subnet.parse(subnet).filter(Subnet::isPrivate).filter(Subnet::hasRoom).isEmpty()) {
            throw new IllegalArgumentException("no private IPv4 network with room: " + subnet);
        }
    }

    private static void require(Pattern form, String value) {
        if (!form.matcher(value).matches()) {
            throw new IllegalArgumentException("not allowed: " + value);
        }
    }

    /** Where the namespace can be entered on the host. */
    public String namespacePath() {
        return "/var/run/netns/" + name;
    }

    public NetworkChoice withName(String text) {
        return new NetworkChoice(text, bridge, subnet, masquerade, hairpin, folder, plugins, cnitool, openForward);
    }

    public NetworkChoice withBridge(String text) {
        return new NetworkChoice(name, text, subnet, masquerade, hairpin, folder, plugins, cnitool, openForward);
    }

    public NetworkChoice withSubnet(String text) {
        return new NetworkChoice(name, bridge, text, masquerade, hairpin, folder, plugins, cnitool, openForward);
    }

    public NetworkChoice withMasquerade(boolean wanted) {
        return new NetworkChoice(name, bridge, subnet, wanted, hairpin, folder, plugins, cnitool, openForward);
    }

    public NetworkChoice withHairpin(boolean wanted) {
        return new NetworkChoice(name, bridge, subnet, masquerade, wanted, folder, plugins, cnitool, openForward);
    }

    public NetworkChoice withFolder(String path) {
        return new NetworkChoice(name, bridge, subnet, masquerade, hairpin, path, plugins, cnitool, openForward);
    }

    public NetworkChoice withPlugins(NetworkPart part) {
        return new NetworkChoice(name, bridge, subnet, masquerade, hairpin, folder, part, cnitool, openForward);
    }

    public NetworkChoice withCnitool(NetworkPart part) {
        return new NetworkChoice(name, bridge, subnet, masquerade, hairpin, folder, plugins, part, openForward);
    }

    public NetworkChoice withOpenForward(boolean wanted) {
        return new NetworkChoice(name, bridge, subnet, masquerade, hairpin, folder, plugins, cnitool, wanted);
    }
}
