package org.katagpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.machine.MachineSnapshot;

/**
 * By ansible-playbook alone: from a machine without anything of ours to a proved answer, again without a change, and back.
 * As a user of sudo with a password, over real sshd. Skipped where Ansible is not installed.
 */
@Tag("real")
@Tag("beside")
@Timeout(900)
class AnsibleWholeRealTest {
    @TempDir
    private Path folder;

    private static void lint(Playbooks playbooks, String... files) throws Exception {
        List<String> command = new ArrayList<>(List.of("ansible-lint", "--offline", "--nocolor", "--profile",
                "production"));
        command.addAll(List.of(files));
        Playbooks.Said lint = playbooks.run(Map.of(), command);
        assertThat(lint.status()).as(lint.text()).isZero();
        assertThat(lint.text()).containsPattern("Passed with production profile: 0 .* on [1-9]\\d* files");
        System.out.println(lint.text().strip().lines().toList().getLast());
    }

    @Test
    void fromNothingToAProvedAnswerAndBack() throws Exception {
        assumeTrue(Playbooks.has("ansible-playbook") && Playbooks.has("sshpass"),
                "ansible-core and sshpass are not installed");
        try (WholePath path = new WholePath(folder)) {
            Path project = folder.resolve("project");
            path.done("export", "ansible", project.toString(), "host");
            path.run("diff", "host", "--json");
            JsonNode review = path.line.json();
            Playbooks ansible = new Playbooks(project, path.line.home());

            if (Playbooks.has("ansible-lint")) {
                lint(ansible, "site.yml", "undo.yml", "inventory.yml", "host_vars", "group_vars");
                lint(ansible, "collections/ansible_collections/katagpu/setup");
            }
            MachineSnapshot before = path.whole.machine.snapshot();
            Playbooks.Said check = play(ansible, path, "site.yml", "--check", "--diff");
            assertThat(check.status()).as(check.text()).isZero();
            assertThat(path.whole.machine.snapshot().changesSince(before)).as("check mode").isEmpty();
            int compared = 0;
            for (JsonNode stage : review.path("stages")) {
                for (JsonNode change : stage.path("changes")) {
                    assertThat(check.text()).contains("+" + change.path("text").asText());
                    compared++;
                }
            }
            assertThat(check.text().lines().filter(one -> one.startsWith("+") && !one.startsWith("+++")).count())
                    .as("no other changes in the diff").isEqualTo(compared);

            long begun = System.nanoTime();
            Playbooks.Said made = play(ansible, path, "site.yml");
            assertThat(made.status()).as(made.text()).isZero();
            long took = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
            Playbooks.Said again = play(ansible, path, "site.yml");
            assertThat(again.recap("host")).as(again.text()).contains("changed=0", "failed=0");
            path.answers();
            List<String> left = path.left();
            List<String> records = path.records();
            path.done("apply", "host", "--yes");
            assertThat(path.line.out()).as("the command line finds it done").contains("Nothing is left to do.");
            Playbooks.Said undone = play(ansible, path, "undo.yml");
            assertThat(undone.status()).as(undone.text()).isZero();
            path.isBlankAgain("ansible");
            System.out.printf("ansible, whole path: %d s; %d changes in the diff equal Review's; first %s; second %s%n",
                    took, compared, made.recap("host"), again.recap("host"));

            path.whole.machine.exec("rm -r /var/lib/katagpu");
            path.done("apply", "host", "--yes");
            assertThat(path.left()).as("files and state").containsExactlyElementsOf(left).hasSizeGreaterThan(30);
            assertThat(path.records()).as("records").containsExactlyElementsOf(records).hasSizeGreaterThan(10);
            System.out.printf("ansible: command line leaves the same: %d files and states, %d records%n", left.size(),
                    records.size());
            path.done("undo", "host", "--yes");
            path.isBlankAgain("command line after ansible");
        }
    }

    private static Playbooks.Said play(Playbooks ansible, WholePath path, String... arguments) throws Exception {
        return ansible.play(path.password, path.password, Map.of(), arguments);
    }
}
