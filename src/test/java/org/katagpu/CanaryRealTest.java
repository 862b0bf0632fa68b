package org.katagpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.canary.Canary;
import org.katagpu.canary.FileSearch;
import org.katagpu.canary.ProcessWatch;

/**
 * Secrets made up for this run go through the real window and the real command line, as processes of their own, to a
 * throwaway machine over real sshd and sudo; then everything is looked through for them. With {@code -Dcanary.long=true}
 * every stage is run and taken back as well. The table is in docs/security/canary.md.
 */
@Tag("real")
@Tag("beside")
@Timeout(2700)
class CanaryRealTest {
    private static final boolean LONG = Boolean.getBoolean("canary.long");
    /** Where the container's own files lie, which on a real host lie in its virtual machine. */
    private static final String GUEST = "/run/containerd/io.containerd.runtime.v2.task";

    /** The guest's disk is written by the stage of the guest image, which has no secret. */
    private static final long MOST_BYTES = 512 << 20;

    @TempDir
    private Path folder;
    private final Canary canary = new Canary();
    private final List<String> table = new ArrayList<>();

    @Test
    void noSecretIsLeftAnywhere() throws Exception {
        List<String> hits = new ArrayList<>();
        try (WholeMachine whole = new WholeMachine(folder)) {
            CanaryHost host = new CanaryHost(whole.machine, canary, folder.resolve("admin"));
            try (ProcessWatch watch = new ProcessWatch(); Planted planted = new Planted(canary)) {
                terminal(host, hits);
                window(host, hits);
                atTheEnd(host, hits);
                List<String> seen = new ArrayList<>(watch.hits(canary));
                assertThat(seen).as("the watch sees what is there").anyMatch(hit -> hit.contains(planted.name()));
                seen.removeIf(hit -> hit.contains(planted.name()));
                List<String> guest = seen.stream().filter(host::inGuest).toList();
                assertThat(guest).as("the server has its key and token from its environment").isNotEmpty()
                        .allMatch(hit -> hit.matches(".* environ (python3\\S*|sh): (api_key|hf_token)"));
                seen.removeAll(guest);
                // PAM gives every login of the host what stands in its /etc/environment.
                String logins = host.namespace();
                seen.removeIf(
                        hit -> hit.startsWith(logins) && hit.endsWith("proxy_password") && hit.contains(" environ "));
                row("arguments and environment, " + watch.processes() + " processes, " + watch.looks() + " looks, "
                        + watch.texts() + " texts", seen, hits);
                row("of them inside the guest, where the server has them from", List.of(), hits);
            }
            files(host, hits);
        }
        table.forEach(System.out::println);
        assertThat(hits).isEmpty();
    }

    /** The command line at a terminal of its own. */
    private void terminal(CanaryHost host, List<String> hits) throws Exception {
        List<String> choices = new ArrayList<>(List.of("plan", "set", "host", "gpu.devices=0000:3b:00.0"));
        choices.addAll(CanaryHost.CHOICES);
        shown(host.cli(List.of(), choices.toArray(String[]::new)), 0, hits);
        shown(host.cli(List.of(), "plan", "from", "host", host.planWithProxyPassword().toString()), 3, hits);
        shown(host.cli(host.answers(true), LONG
                ? new String[]{"apply", "host", "--yes"}
                : new String[]{"apply", "host", "gpu", "image", "network", "--yes"}), 0, hits);
    }

    /** After the window: a conversation that crashes, a report, and what the host keeps. */
    private void atTheEnd(CanaryHost host, List<String> hits) throws Exception {
        String crashed = host.crashing("> ", host.answers(false), "chat", "host");
        shown(crashed, 1, hits);
        assertThat(host.crashFiles()).as(crashed).isNotEmpty();
        if (LONG) {
            String report = host.cli(host.answers(false), "export", "report", "host");
            shown(report, 0, hits);
            assertThat(report).contains("proxy");
            shown(host.cli(host.answers(false), "status", "host", "--json"), 0, hits);
            shown(host.cli(host.answers(false), "logs", "host"), 0, hits);
            shown(host.cli(host.answers(false), "export", "runbook", "host",
                    host.home().resolve("runbook.sh").toString()), 0, hits);
            shown(host.cli(host.answers(false), "export", "ansible", host.home().resolve("ansible").toString(),
                    "host"), 0, hits);
            assertThat(host.home().resolve("runbook.sh")).isNotEmptyFile();
            assertThat(host.home().resolve("ansible/site.yml")).isNotEmptyFile();
            shown(host.cli(host.answers(false), "undo", "host", "--yes"), 0, hits);
        }
    }

    private void shown(String transcript, int status, List<String> hits) {
        assertThat(transcript).contains("ended " + status);
        canary.in(transcript.getBytes(StandardCharsets.ISO_8859_1)).forEach(whose -> hits.add("terminal: " + whose));
    }

    private void window(CanaryHost host, List<String> hits) throws Exception {
        try (CanaryProcess window = host.window(folder.resolve("window"))) {
            window.until("at connected");
            Path connected = window.dump("live");
            assertThat(new FileSearch(canary, none -> false).content(connected)).as("the search finds what is there")
                    .contains("ssh_password");
            Files.delete(connected);
            window.goOn();
            window.until("at answered");
            canary.watchMade("api_key", host.apiKey());
            window.goOn();
            window.until("at disconnected");
            for (String kind : LONG ? List.of("all", "live") : List.of("live")) {
                Path dump = window.dump(kind);
                FileSearch search = new FileSearch(canary, none -> false);
                List<String> found = search.content(dump).stream().filter(whose -> !whose.equals("typed_in_the_open"))
                        .map(whose -> "heap (" + kind + "): " + whose).toList();
                row("heap of the window after disconnecting, "
                        + (kind.equals("all") ? "with garbage" : "what is reachable")
                        + ", " + (search.bytes() >> 20) + " MB", found, hits);
                Files.delete(dump);
            }
            window.goOn();
            window.until("");
            canary.in(window.said().getBytes(StandardCharsets.ISO_8859_1))
                    .forEach(whose -> hits.add("window said: " + whose));
        }
    }

    private void files(CanaryHost host, List<String> hits) throws Exception {
        row(here("the admin's home: configuration, cache, plans, conversations, logs, exports", host, host.home()),
                hits);
        row(here("crash output (hs_err)", host, host.crashes()), hits);
        row(here("temporary files of the window and the command line", host, host.temporary()), hits);
        long begun = host.begun();
        FileSearch tmp = new FileSearch(canary, file -> file.startsWith(folder) || older(file, begun));
        row("this machine's /tmp, /var/tmp, /var/log, /dev/shm, ~/.config, files of this time",
                tmp.below(Path.of("/tmp"))
                        .below(Path.of("/var/tmp")).below(Path.of("/var/log")).below(Path.of("/dev/shm"))
                        .below(host.rootsOwn()),
                hits);
        Path root = host.root();
        for (String place : List.of("/var/lib/katagpu", "/var/log", "/tmp", "/var/tmp", "/root", "/home", "/run",
                "/etc",
                "/dev/shm", "/var/lib/containerd", "/opt", "/srv", "/usr/local")) {
            FileSearch search = new FileSearch(canary, file -> host.ownSecret(file) || older(file, begun)
                    || file.startsWith(root + GUEST) && file.toString().contains("/rootfs"));
            row("on the host: " + place, search.below(Path.of(root + place)), hits);
        }
    }

    /** Not touched since: a disk image of gigabytes is not read, unless somebody wrote into it. */
    private static boolean older(Path file, long begun) {
        return !Files.isDirectory(file)
                && (file.toFile().lastModified() < begun || file.toFile().length() > MOST_BYTES);
    }

    private record Searched(String what, FileSearch search) {}

    private Searched here(String what, CanaryHost host, Path place) throws Exception {
        try (Stream<Path> inside = Files.list(place)) {
            assertThat(inside).as(what).isNotEmpty();
        }
        return new Searched(what, new FileSearch(canary, host::ownSecret).below(place));
    }

    private void row(Searched searched, List<String> hits) {
        row(searched.what(), searched.search(), hits);
    }

    private void row(String what, FileSearch search, List<String> hits) {
        row("%s: %d files, %.1f MB".formatted(what, search.files(), search.bytes() / 1e6), search.hits(), hits);
    }

    private void row(String what, List<String> found, List<String> hits) {
        table.add("canary | " + what + " | " + found.size() + " |");
        hits.addAll(found);
    }

    /** A process that does show a secret: without it, a watch that sees nothing would pass. */
    private static final class Planted implements AutoCloseable {
        private final Process process;

        Planted(Canary canary) throws Exception {
            String secret = "planted-" + System.nanoTime() + "-planted";
            canary.watchMade(name(), secret);
            ProcessBuilder sleep = new ProcessBuilder("sleep", "900");
            sleep.environment().put("PLANTED", secret);
            process = sleep.start();
        }

        String name() {
            return "planted";
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
