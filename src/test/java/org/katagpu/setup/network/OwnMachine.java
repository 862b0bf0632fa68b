package org.katagpu.setup.network;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A machine of the test's own within this one: network and mount namespaces whose /etc, /opt, /var/lib and /run are
 * laid over the real ones. Nothing done in there is seen outside; all of it is gone with its one process. Needs root.
 */
public final class OwnMachine implements AutoCloseable {
    private static final String SET_UP = """
            set -Eeuo pipefail
            mount -t tmpfs none "$1"
            for place in etc opt var/lib; do
              mkdir -p "$1/$place/upper" "$1/$place/work"
              mount -t overlay overlay -o "lowerdir=/$place,upperdir=$1/$place/upper,workdir=$1/$place/work" "/$place"
            done
            mount -t tmpfs none /run
            mkdir "$1/cgroup"
            mount --rbind /sys/fs/cgroup "$1/cgroup"
            mount -t sysfs sysfs /sys
            mount --rbind "$1/cgroup" /sys/fs/cgroup
            rm -rf /etc/cni /var/lib/cni /var/lib/katagpu /opt/cni /opt/katagpu
            ip link set lo up
            ip link add uplink type veth peer name world
            ip addr add 172.31.255.2/24 dev uplink
            ip link set uplink up
            ip link set world up
            ip route add default via 172.31.255.1
            printf 0 >/proc/sys/net/ipv4/ip_forward
            mkdir /opt/bin
            echo ready
            read -r end || true
            """;
    private final Process process;
    private final Path folder;

    public OwnMachine(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder.resolve("machine"));
        process = new ProcessBuilder("unshare", "--mount", "--net", "--propagation", "private", "bash", "-c", SET_UP,
                "bash", this.folder.toString()).redirectErrorStream(true).start();
        BufferedReader out = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        if (!"ready".equals(line)) {
            process.destroyForcibly();
            throw new IllegalStateException("no machine of its own: " + line);
        }
    }

    /** The words before a command that has it run in there. */
    public List<String> within() {
        return List.of("nsenter", "--target", Long.toString(process.pid()), "--mount", "--net", "--");
    }

    /** A command in there, not yet started. Its PATH begins with /opt/bin. */
    public ProcessBuilder command(String... command) {
        List<String> all = new ArrayList<>(within());
        all.addAll(List.of(command));
        ProcessBuilder builder = new ProcessBuilder(all);
        builder.environment().put("PATH", "/opt/bin:" + System.getenv("PATH"));
        builder.environment().remove("KATAGPU_ROOT");
        return builder;
    }

    /** Runs bash code in there; what it printed. */
    public String run(String code) {
        try {
            Process bash = command("bash", "-c", "set -Eeuo pipefail\n" + code).redirectErrorStream(true).start();
            bash.getOutputStream().close();
            String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (bash.waitFor() != 0) {
                throw new IllegalStateException(code + ": " + said);
            }
            return said.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Puts a program of this machine under a path in there. */
    public void put(Path program, String path) {
        run("mkdir -p \"$(dirname '%2$s')\"; cp '%1$s' '%2$s'; chmod 755 '%2$s'".formatted(program, path));
    }

    /** Ties it to the machine the test runs on by the cable it has anyway; the address it is then reached at. */
    public String join() throws IOException, InterruptedException {
        String cable = "kgw" + ProcessHandle.current().pid();
        run("ip link set world name %s netns %d".formatted(cable, ProcessHandle.current().pid()));
        for (List<String> command : List.of(List.of("ip", "addr", "add", "172.31.255.1/24", "dev", cable),
                List.of("ip", "link", "set", cable, "up"))) {
            if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
                throw new IllegalStateException("not joined: " + command);
            }
        }
        return "172.31.255.2";
    }

    /** All a network can leave on a host, in lines. */
    public String traces() {
        return run("""
                find /etc/cni /var/lib/cni /opt/katagpu /var/lib/katagpu/network 2>/dev/null || true
                find /run/netns ! -type d 2>/dev/null || true
                ip -o link | cut -d: -f2,3
                ip -4 -o route show table all
                iptables -S
                iptables -t nat -S
                cat /proc/sys/net/ipv4/ip_forward
                """);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
