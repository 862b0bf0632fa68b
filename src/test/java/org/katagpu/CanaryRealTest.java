package org.katagpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.canary.Canary;
import org.katagpu.canary.FileSearch;
import org.katagpu.canary.Planted;
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
    @TempDir
    private Path folder;
    private final Canary canary = new Canary();

    @Test
    void noSecretIsLeftAnywhere() throws Exception {
        CanaryTable table = new CanaryTable(canary, folder);
        try (WholeMachine whole = new WholeMachine(folder)) {
            CanaryHost host = new CanaryHost(whole.machine, canary, folder.resolve("admin"));
            try (ProcessWatch watch = new ProcessWatch(); Planted _ = new Planted(canary)) {
                terminal(host, table);
                window(host, table);
                atTheEnd(host, table);
                table.processes(watch, host, true);
            }
            table.here("the admin's home: configuration, cache, plans, conversations, logs, exports", host,
                    host.home());
            table.here("crash output (hs_err)", host, host.crashes());
            table.here("temporary files of the window and the command line", host, host.temporary());
            table.files(host);
        }
        table.print();
        assertThat(table.hits()).isEmpty();
    }

    /** The command line at a terminal of its own. */
    private void terminal(CanaryHost host, CanaryTable table) throws Exception {
        List<String> choices = new ArrayList<>(List.of("plan", "set", "host", "gpu.devices=0000:3b:00.0"));
        choices.addAll(CanaryHost.CHOICES);
        shown(host.cli(List.of(), choices.toArray(String[]::new)), 0, table);
        shown(host.cli(List.of(), "plan", "from", "host", host.planWithProxyPassword().toString()), 3, table);
        shown(host.cli(host.answers(true), LONG
                ? new String[]{"apply", "host", "--yes"}
                : new String[]{"apply", "host", "gpu", "image", "network", "--yes"}), 0, table);
    }

    /** After the window: a conversation that crashes, a report, and what the host keeps. */
    private void atTheEnd(CanaryHost host, CanaryTable table) throws Exception {
        String crashed = host.crashing("> ", host.answers(false), "chat", "host");
        shown(crashed, 1, table);
        assertThat(host.crashFiles()).as(crashed).isNotEmpty();
        if (LONG) {
            String report = host.cli(host.answers(false), "export", "report", "host");
            shown(report, 0, table);
            assertThat(report).contains("proxy");
            shown(host.cli(host.answers(false), "status", "host", "--json"), 0, table);
            shown(host.cli(host.answers(false), "logs", "host"), 0, table);
            shown(host.cli(host.answers(false), "export", "runbook", "host",
                    host.home().resolve("runbook.sh").toString()), 0, table);
            shown(host.cli(host.answers(false), "export", "ansible", host.home().resolve("ansible").toString(),
                    "host"), 0, table);
            assertThat(host.home().resolve("runbook.sh")).isNotEmptyFile();
            assertThat(host.home().resolve("ansible/site.yml")).isNotEmptyFile();
            shown(host.cli(host.answers(false), "undo", "host", "--yes"), 0, table);
        }
    }

    private void shown(String transcript, int status, CanaryTable table) {
        assertThat(transcript).contains("ended " + status);
        table.text("terminal", transcript);
    }

    private void window(CanaryHost host, CanaryTable table) throws Exception {
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
                table.row("heap of the window after disconnecting, "
                        + (kind.equals("all") ? "with garbage" : "what is reachable")
                        + ", " + (search.bytes() >> 20) + " MB", found);
                Files.delete(dump);
            }
            window.goOn();
            window.until("");
            table.text("window said", window.said());
        }
    }
}
