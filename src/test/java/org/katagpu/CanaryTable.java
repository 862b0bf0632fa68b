package org.katagpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.katagpu.canary.Canary;
import org.katagpu.canary.FileSearch;
import org.katagpu.canary.Planted;
import org.katagpu.canary.ProcessWatch;

/** Where secrets were looked for, how much of it there was, and where one was found. */
final class CanaryTable {
    /** Where the container's own files lie, which on a real host lie in its virtual machine. */
    private static final String GUEST = "/run/containerd/io.containerd.runtime.v2.task";
    /** The guest's disk is written by the stage of the guest image, which has no secret. */
    private static final long MOST_BYTES = 512 << 20;

    private final Canary canary;
    private final Path folder;
    private final List<String> table = new ArrayList<>();
    private final List<String> hits = new ArrayList<>();

    /** @param folder of the test, with the throwaway machine and its admin, looked at apart */
    CanaryTable(Canary canary, Path folder) {
        this.canary = canary;
        this.folder = folder;
    }

    List<String> hits() {
        return hits;
    }

    void print() {
        table.forEach(System.out::println);
    }

    void row(String what, List<String> found) {
        table.add("canary | " + what + " | " + found.size() + " |");
        hits.addAll(found);
    }

    void row(String what, FileSearch search) {
        row("%s: %d files, %.1f MB".formatted(what, search.files(), search.bytes() / 1e6), search.hits());
    }

    void text(String what, String text) {
        canary.in(text.getBytes(StandardCharsets.ISO_8859_1)).forEach(whose -> hits.add(what + ": " + whose));
    }

    /** @param served whether a server ran, which has key and token from its environment */
    void processes(ProcessWatch watch, CanaryHost host, boolean served) throws IOException {
        List<String> seen = new ArrayList<>(watch.hits(canary));
        assertThat(seen).as("the watch sees what is there").anyMatch(hit -> hit.contains(Planted.NAME));
        seen.removeIf(hit -> hit.contains(Planted.NAME));
        List<String> guest = seen.stream().filter(host::inGuest).toList();
        if (served) {
            assertThat(guest).as("the server has its key and token from its environment").isNotEmpty();
        }
        assertThat(guest).allMatch(hit -> hit.matches(".* environ (python3\\S*|sh): (api_key|hf_token)"));
        seen.removeAll(guest);
        // PAM gives every login of the host what stands in its /etc/environment.
        String logins = host.namespace();
        seen.removeIf(hit -> hit.startsWith(logins) && hit.endsWith("proxy_password") && hit.contains(" environ "));
        row("arguments and environment, " + watch.processes() + " processes, " + watch.looks() + " looks, "
                + watch.texts() + " texts", seen);
    }

    /** A folder of the admin's, which holds something. */
    void here(String what, CanaryHost host, Path place) throws IOException {
        try (Stream<Path> inside = Files.list(place)) {
            assertThat(inside).as(what).isNotEmpty();
        }
        row(what, new FileSearch(canary, host::ownSecret).below(place));
    }

    /** What was written meanwhile on this machine and on the host. */
    void files(CanaryHost host) throws IOException {
        long begun = host.begun();
        FileSearch tmp = new FileSearch(canary, file -> file.startsWith(folder) || older(file, begun));
        row("this machine's /tmp, /var/tmp, /var/log, /dev/shm, ~/.config, files of this time",
                tmp.below(Path.of("/tmp")).below(Path.of("/var/tmp")).below(Path.of("/var/log"))
                        .below(Path.of("/dev/shm")).below(host.rootsOwn()));
        Path root = host.root();
        for (String place : List.of("/var/lib/katagpu", "/var/log", "/tmp", "/var/tmp", "/root", "/home", "/run",
                "/etc", "/dev/shm", "/var/lib/containerd", "/opt", "/srv", "/usr/local")) {
            FileSearch search = new FileSearch(canary, file -> host.ownSecret(file) || older(file, begun)
                    || file.startsWith(root + GUEST) && file.toString().contains("/rootfs"));
            row("on the host: " + place, search.below(Path.of(root + place)));
        }
    }

    /** Not touched since: a disk image of gigabytes is not read, unless somebody wrote into it. */
    private static boolean older(Path file, long begun) {
        return !Files.isDirectory(file)
                && (file.toFile().lastModified() < begun || file.toFile().length() > MOST_BYTES);
    }
}
