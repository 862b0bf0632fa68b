package org.katagpu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Ansible in an exported project, without anything of this process's environment.
 *
 * @param project as {@code export ansible} wrote it
 * @param home of whoever calls: their ssh configuration, and what Ansible keeps
 */
record Playbooks(Path project, Path home) {
    record Said(int status, String text) {
        /** {@code ok=7 changed=6 …} of one host. */
        String recap(String host) {
            return text.lines().filter(line -> line.matches(host + " +: ok=.*")).reduce((one, last) -> last)
                    .orElse(text);
        }
    }

    static boolean has(String program) {
        return List.of("/usr/bin/", "/usr/local/bin/").stream()
                .anyMatch(at -> Files.isExecutable(Path.of(at + program)));
    }

    /** @param passwords files with the login's and sudo's */
    Said play(Path login, Path sudo, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        Path ssh = home.resolve(".ssh/config");
        Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rw-------"));
        List<String> command = new ArrayList<>(List.of("ansible-playbook"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--connection-password-file", login.toString(), "--become-password-file",
                sudo.toString()));
        Map<String, String> all = new java.util.HashMap<>(environment);
        all.put("ANSIBLE_SSH_ARGS",
                "-F " + ssh + " -o ControlMaster=no -o StrictHostKeyChecking=accept-new -o UserKnownHostsFile="
                        + home.resolve("known"));
        return run(all, command);
    }

    Said run(Map<String, String> environment, List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(project.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().putAll(Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "HOME", home.toString(),
                "LC_ALL", "C.UTF-8", "ANSIBLE_CONFIG", project.resolve("ansible.cfg").toString(),
                "ANSIBLE_LOCAL_TEMP", home.resolve("ansible-local").toString()));
        Process process = builder.start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), text);
    }
}
