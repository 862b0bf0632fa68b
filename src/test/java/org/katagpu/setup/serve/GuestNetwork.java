package org.katagpu.setup.serve;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A network namespace of the test's own, joined to this machine by one pair of interfaces; needs root. */
final class GuestNetwork implements AutoCloseable {
    static final String ADDRESS = "10.213.77.2";

    final String name;
    private final String link;

    GuestNetwork() throws IOException, InterruptedException {
        name = "kgserve" + ProcessHandle.current().pid();
        link = "kgs" + ProcessHandle.current().pid();
        ip("netns", "add", name);
        ip("link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", name);
        ip("addr", "add", "10.213.77.1/30", "dev", link);
        ip("link", "set", link, "up");
        ip("-n", name, "addr", "add", ADDRESS + "/30", "dev", "eth0");
        ip("-n", name, "link", "set", "eth0", "up");
        ip("-n", name, "link", "set", "lo", "up");
    }

    private static void ip(String... arguments) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(command + ": " + said);
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        ip("link", "del", link);
        ip("netns", "del", name);
    }
}
