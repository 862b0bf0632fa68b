package org.katagpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.canary.Canary;
import org.katagpu.canary.Canary.Kind;
import org.katagpu.canary.Planted;
import org.katagpu.canary.ProcessWatch;

/**
 * Secrets made up for this run while a runbook and Ansible's playbooks set a throwaway machine up and take it back: its
 * exports, their logs at their most talkative, all processes' arguments and environment, and the files of both sides are
 * looked through. With {@code -Dcanary.long=true} from nothing to a served model, with its key and its source's token.
 */
@Tag("real")
@Tag("beside")
@Timeout(900)
class CanaryExportRealTest {
    private static final boolean LONG = Boolean.getBoolean("canary.long");
    private static final String RUNBOOK = "/srv/runbook.sh";

    @TempDir
    private Path folder;
    private final Canary canary = new Canary();

    @Test
    void noSecretIsLeftAnywhere() throws Exception {
        assumeTrue(Playbooks.has("ansible-playbook") && Playbooks.has("sshpass"),
                "ansible-core and sshpass are not installed");
        CanaryTable table = new CanaryTable(canary, folder);
        try (WholeMachine whole = new WholeMachine(folder)) {
            CanaryHost host = new CanaryHost(whole.machine, canary, folder.resolve("admin"));
            try (ProcessWatch watch = new ProcessWatch(); Planted _ = new Planted(canary)) {
                export(host, table);
                runbook(whole, host, table);
                ansible(host, table);
                table.processes(watch, host, LONG);
            }
            table.here("the admin's home: exports, Ansible's log and configuration", host, host.home());
            table.here("temporary files of the command line", host, host.temporary());
            table.files(host);
        }
        table.print();
        assertThat(table.hits()).isEmpty();
    }

    private void export(CanaryHost host, CanaryTable table) throws Exception {
        List<String> choices = new ArrayList<>(List.of("plan", "set", "host", "gpu.devices=0000:3b:00.0"));
        choices.addAll(CanaryHost.CHOICES);
        shown(host.cli(List.of(), choices.toArray(String[]::new)), table);
        shown(host.cli(host.answers(true), "export", "runbook", "host", host.home().resolve("runbook.sh").toString()),
                table);
        shown(host.cli(host.answers(false), "export", "ansible", host.home().resolve("project").toString(), "host"),
                table);
    }

    private static void shown(String transcript, CanaryTable table) {
        assertThat(transcript).contains("ended 0");
        table.text("terminal", transcript);
    }

    private void runbook(WholeMachine whole, CanaryHost host, CanaryTable table) throws Exception {
        whole.machine.write(RUNBOOK, Files.readAllBytes(host.home().resolve("runbook.sh")), "755");
        for (String action : List.of("--check", "--apply", "--undo")) {
            List<String> words = new ArrayList<>(List.of("bash", RUNBOOK, action));
            Collections.addAll(words, LONG ? new String[]{"all"} : new String[]{"gpu", "image", "network"});
            Process process = whole.machine.command(words.toArray(String[]::new)).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(said).isIn(0, action.equals("--check") ? 2 : 0);
            if (LONG && action.equals("--apply")) {
                canary.watchMade("api_key", host.apiKey());
            }
            table.text("runbook " + action, said);
        }
    }

    private void ansible(CanaryHost host, CanaryTable table) throws Exception {
        Path given = Files.createDirectories(folder.resolve("given"));
        Path login = given(given, "login", canary.secret(Kind.SSH_PASSWORD));
        Path sudo = given(given, "sudo", canary.secret(Kind.SUDO_PASSWORD));
        Path token = given(given, "token.yml", "serve_token: " + canary.secret(Kind.HF_TOKEN));
        Playbooks ansible = new Playbooks(host.home().resolve("project"), host.home());
        try (KeyAgent agent = new KeyAgent(given, host.home().resolve(".ssh/id_ed25519"),
                canary.secret(Kind.KEY_PASSPHRASE))) {
            Map<String, String> around = Map.of("SSH_AUTH_SOCK", agent.socket().toString(), "ANSIBLE_LOG_PATH",
                    host.home().resolve("ansible.log").toString());
            for (List<String> play : List.of(List.of("site.yml", "--check", "--diff"), List.of("site.yml"),
                    List.of("undo.yml"))) {
                List<String> words = new ArrayList<>(play);
                Collections.addAll(words, "-vvv", "-e", "@" + token);
                if (!LONG) {
                    Collections.addAll(words, "--tags", "gpu,image,network");
                }
                Playbooks.Said said = ansible.play(login, sudo, around, words.toArray(String[]::new));
                assertThat(said.status()).as(said.text()).isZero();
                if (LONG && play.equals(List.of("site.yml"))) {
                    canary.watchMade("api_key", host.apiKey());
                }
                table.text("ansible " + play, said.text());
            }
        }
        assertThat(host.home().resolve("ansible.log")).isNotEmptyFile();
    }

    private static Path given(Path folder, String name, String text) throws Exception {
        Path file = Files.writeString(folder.resolve(name), text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }
}
