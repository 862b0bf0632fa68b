package org.katagpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.cli.ExitCode;
import org.katagpu.machine.MachineSnapshot;
import org.katagpu.machine.MachineUser;

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

    private record Said(int status, String text) {
        /** {@code ok=7 changed=6 …} of the one host. */
        String recap() {
            return text.lines().filter(line -> line.matches("host +: ok=.*")).reduce((one, last) -> last).orElse(text);
        }
    }

    private static boolean has(String program) {
        return List.of("/usr/bin/", "/usr/local/bin/").stream()
                .anyMatch(at -> Files.isExecutable(Path.of(at + program)));
    }

    private Said play(Path project, Path password, Path ssh, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("ansible-playbook"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--connection-password-file", password.toString(), "--become-password-file",
                password.toString()));
        return run(project, Map.of("ANSIBLE_SSH_ARGS",
                "-F " + ssh + " -o ControlMaster=no -o StrictHostKeyChecking=accept-new -o UserKnownHostsFile="
                        + folder.resolve("known")),
                command);
    }

    private void lint(Path project, String... files) throws Exception {
        List<String> command = new ArrayList<>(List.of("ansible-lint", "--offline", "--nocolor", "--profile",
                "production"));
        command.addAll(List.of(files));
        Said lint = run(project, Map.of(), command);
        assertThat(lint.status()).as(lint.text()).isZero();
        assertThat(lint.text()).containsPattern("Passed with production profile: 0 .* on [1-9]\\d* files");
        System.out.println(lint.text().strip().lines().toList().getLast());
    }

    private Said run(Path project, Map<String, String> environment, List<String> command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).directory(project.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().putAll(Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "HOME", folder.toString(),
                "LC_ALL", "C.UTF-8", "ANSIBLE_CONFIG", project.resolve("ansible.cfg").toString(),
                "ANSIBLE_LOCAL_TEMP", folder.resolve("local").toString()));
        Process process = builder.start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), text);
    }

    @Test
    void fromNothingToAProvedAnswerAndBack() throws Exception {
        assumeTrue(has("ansible-playbook") && has("sshpass"), "ansible-core and sshpass are not installed");
        MachineUser admin = MachineUser.ADMIN;
        try (WholeMachine whole = new WholeMachine(folder);
                CommandLine line = new CommandLine();
                ArgumentWatch watch = new ArgumentWatch(admin.password())) {
            line.knows("host", whole.machine.address(), whole.machine.port(), admin.login());
            Path password = line.passwordFile(admin.password());
            String[] way = {"--password-file", password.toString()};
            List<String> set = new ArrayList<>(List.of("plan", "set", "host", "gpu.devices=0000:3b:00.0"));
            set.addAll(CommandLineWholeRealTest.choices());
            assertThat(line.run(set.toArray(String[]::new))).as(line.both()).isEqualTo(ExitCode.DONE);
            Path project = folder.resolve("project");
            assertThat(line.run("export", "ansible", project.toString(), "host", way[0], way[1])).as(line.both())
                    .isEqualTo(ExitCode.DONE);
            Path ssh = line.home().resolve(".ssh/config");
            Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rw-------"));
            line.run("diff", "host", "--json", way[0], way[1]);
            JsonNode review = line.json();

            if (has("ansible-lint")) {
                lint(project, "site.yml", "undo.yml", "inventory.yml", "host_vars", "group_vars");
                lint(project, "collections/ansible_collections/katagpu/setup");
            }
            MachineSnapshot before = whole.machine.snapshot();
            Said check = play(project, password, ssh, "site.yml", "--check", "--diff");
            assertThat(check.status()).as(check.text()).isZero();
            assertThat(whole.machine.snapshot().changesSince(before)).as("check mode").isEmpty();
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
            Said made = play(project, password, ssh, "site.yml");
            assertThat(made.status()).as(made.text()).isZero();
            long took = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
            Said again = play(project, password, ssh, "site.yml");
            assertThat(again.recap()).as(again.text()).contains("changed=0", "failed=0");
            assertThat(line.run("chat", "host", "Are you there?", way[0], way[1])).as(line.both())
                    .isEqualTo(ExitCode.DONE);
            assertThat(line.out()).contains("Hello! How can I help \"you\" today?");
            assertThat(line.run("apply", "host", "--yes", way[0], way[1])).as(line.both()).isEqualTo(ExitCode.DONE);
            assertThat(line.out()).as("the command line finds it done").contains("Nothing is left to do.");
            Said undone = play(project, password, ssh, "undo.yml");
            assertThat(undone.status()).as(undone.text()).isZero();
            assertThat(whole.machine.snapshot().changesSince(before))
                    .filteredOn(changed -> !changed.contains("dnf.args")).isEmpty();
            assertThat(watch.seen()).as("arguments with the password").isEmpty();
            System.out.printf("ansible, whole path: %d s; %d changes in the diff equal Review's; first %s; second %s; "
                    + "arguments of all processes looked at %d times%n", took, compared, made.recap(), again.recap(),
                    watch.looks());
        }
    }
}
