package org.katagpu.remote;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A host to connect to, without any secret: safe to store and to show.
 *
 * @param address name or IP address
 * @param port 1 to 65535
 * @param user login name
 * @param keyFiles private keys to offer, in order
 * @param useAgent whether a running ssh-agent is asked
 * @param jumps hosts to go through, first hop first; their own {@code jumps} are empty
 * @param pinnedKey the only host key accepted, as {@code SHA256:…} fingerprint; for the practice host, whose key is
 *        made anew each time. Empty: known hosts decide
 * @param alias the name it was typed by, whose rules in the ssh configuration hold for it: two hosts may stand at one
 *        address and port and be told apart by it alone
 */
public record Target(String address, int port, String user, List<Path> keyFiles, boolean useAgent, List<Target> jumps,
        Optional<String> pinnedKey, Optional<String> alias) {
    public static final int SSH_PORT = 22;

    public Target {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port " + port);
        }
        keyFiles = List.copyOf(keyFiles);
        jumps = List.copyOf(jumps);
    }

    public Target(String address, int port, String user, List<Path> keyFiles, boolean useAgent, List<Target> jumps,
            Optional<String> pinnedKey) {
        this(address, port, user, keyFiles, useAgent, jumps, pinnedKey, Optional.empty());
    }

    public Target through(List<Target> hosts) {
        return new Target(address, port, user, keyFiles, useAgent, hosts, pinnedKey, alias);
    }

    public static Target of(String address, int port, String user) {
        return new Target(address, port, user, List.of(), true, List.of(), Optional.empty());
    }

    /** {@code user@address}, with the port where it is not 22. */
    public String label() {
        String shown = address.indexOf(':') >= 0 && port != SSH_PORT ? "[" + address + "]" : address;
        return user + "@" + shown + (port == SSH_PORT ? "" : ":" + port);
    }
}
