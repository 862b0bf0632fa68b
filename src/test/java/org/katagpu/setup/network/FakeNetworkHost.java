package org.katagpu.setup.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

import org.katagpu.remote.LocalHost;

/** A host of files with stand-ins for ip, cnitool and the plugins: they keep the state real ones would keep. */
public final class FakeNetworkHost {
    private static final String IP = """
            case "$*" in
              '-4 -o route show table all') cat "$KATAGPU_ROOT/routes" ;;
              '-4 -o route show default') grep ^default "$KATAGPU_ROOT/routes" ;;
              'netns add '*) mkdir -p "$KATAGPU_ROOT/var/run/netns"; : >"$KATAGPU_ROOT/var/run/netns/$3" ;;
              'netns del '*) rm "$KATAGPU_ROOT/var/run/netns/$3" "$KATAGPU_ROOT/sys/class/net/$(cat "$KATAGPU_ROOT/bridge")/brif"/* ;;
              'link delete '*) rm -r "$KATAGPU_ROOT/sys/class/net/$3"; sed -i "/ dev $3 /d" "$KATAGPU_ROOT/routes" ;;
              *'addr show dev eth0') echo "2: eth0    inet $(cd "$KATAGPU_ROOT/var/lib/cni/networks/$2" && echo *.*.*.*)/16 scope global eth0" ;;
              '-n '*'route show default') echo 'default via 10.88.0.1 dev eth0' ;;
              *) echo "ip: what is $*?" >&2; exit 1 ;;
            esac
            """;
    private static final String CNITOOL = """
            store=$KATAGPU_ROOT/var/lib/cni/networks/${2-}
            case ${1-} in
              add)
                bridge=$(sed -n 's/.*"bridge": "\\(.*\\)",/\\1/p' "$NETCONFPATH"/*.conf)
                subnet=$(sed -n 's/.*"subnet": "\\(.*\\)\\.[0-9]*\\/.*/\\1/p' "$NETCONFPATH"/*.conf)
                mkdir -p "$store" "$KATAGPU_ROOT/sys/class/net/$bridge"/{bridge,brif}
                : >"$KATAGPU_ROOT/sys/class/net/$bridge/brif/veth0b4b3d64"
                echo "$bridge" >"$KATAGPU_ROOT/bridge"
                echo "$subnet.0/16 dev $bridge proto kernel scope link src $subnet.1" >>"$KATAGPU_ROOT/routes"
                printf 'cnitool-%s\\r\\neth0' "$(printf '%s' "$3" | sha512sum | cut -c1-20)" >"$store/$subnet.2"
                ;;
              check) [[ -n $(echo "$store"/*) ]] ;;
              del) rm -rf "$store"/* ;;
              *) echo 'cnitool: add, check, or del'; exit 1 ;;
            esac
            """;
    private final Path root;
    private final Path bin;

    public FakeNetworkHost(Path folder) throws IOException {
        root = Files.createDirectories(folder.resolve("host"));
        bin = Files.createDirectories(folder.resolve("bin"));
        Files.writeString(root.resolve("routes"), """
                default via 172.16.9.1 dev enp3s0
                172.16.9.0/24 dev enp3s0 proto kernel scope link src 172.16.9.20
                10.96.0.0/12 dev tunl0
                """);
        program(bin.resolve("ip"), IP);
        program(bin.resolve("iptables"), "[[ $3 == -S && $4 == FORWARD ]] && echo '-P FORWARD ACCEPT'\n");
        program(bin.resolve("ping"), "echo '1 received'\n");
    }

    private static void program(Path file, String script) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/bash\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Puts the plugins and cnitool there. */
    public FakeNetworkHost withParts() throws IOException {
        for (String plugin : new String[]{"bridge", "host-local"}) {
            program(root.resolve("opt/cni/bin").resolve(plugin),
                    "echo '{\"supportedVersions\":[\"0.3.1\",\"0.4.0\"]}'\n");
        }
        program(root.resolve("opt/cni/bin/cnitool"), CNITOOL);
        return this;
    }

    /** Puts one more command on its PATH. */
    void command(String name, String script) throws IOException {
        program(bin.resolve(name), script);
    }

    /** A bash on it, not yet started. */
    ProcessBuilder bash() {
        ProcessBuilder bash = new ProcessBuilder("setsid", "bash", "-s");
        bash.environment().put("KATAGPU_ROOT", root.toString());
        bash.environment().put("PATH", bin + ":/usr/bin:/bin");
        return bash;
    }

    public Path root() {
        return root;
    }

    /** Only its own network commands are on the PATH, before those of this machine. */
    public LocalHost host() {
        return new LocalHost(root, "root@gpu-host-01", Map.of("PATH", bin + ":/usr/bin:/bin"));
    }
}
