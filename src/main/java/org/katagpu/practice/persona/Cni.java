package org.katagpu.practice.persona;

import org.katagpu.practice.machine.Machine;

/** CNI's plugins and cnitool, and what Docker makes of the host's firewall. */
final class Cni {
    private static final String PLUGINS = "opt/cni/bin/";

    private Cni() {}

    static void install(Machine.Builder machine) {
        machine.programs(PLUGINS + "bridge", PLUGINS + "host-local", PLUGINS + "loopback", PLUGINS + "cnitool")
                .commands("cnitool", "ping");
    }

    /** Forwarding refused for all but its own networks, and a chain in which others may let theirs through. */
    static void dockerForbidsForwarding(Machine.Builder machine) {
        machine.file(".practice/iptables", """
                -P INPUT ACCEPT
                -P FORWARD DROP
                -P OUTPUT ACCEPT
                -N DOCKER-USER
                -A FORWARD -j DOCKER-USER
                -A DOCKER-USER -j RETURN
                """);
    }
}
