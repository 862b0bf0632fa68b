package org.katagpu.remote.ssh.config;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The admin on this machine.
 *
 * @param user the login name where neither the admin nor the configuration gives one; may be empty
 * @param host this machine's name
 * @param environment for <code>${NAME}</code> and {@code SSH_AUTH_SOCK}
 * @param system the folder of the machine's own ssh_config and ssh_known_hosts; empty: there is none
 */
public record LocalAccount(Path home, String user, String host, Map<String, String> environment,
        Optional<Path> system) {
    public LocalAccount {
        environment = Map.copyOf(environment);
    }

    public LocalAccount(Path home, String user, String host, Map<String, String> environment) {
        this(home, user, host, environment, Optional.empty());
    }

    /** OpenSSH's agent on Windows is a service that needs no variable: it is always at this pipe. */
    public static LocalAccount of(String osName, Path home, String user, String host, Map<String, String> environment) {
        Map<String, String> known = new HashMap<>(environment);
        boolean windows = osName.toLowerCase(Locale.ROOT).startsWith("windows");
        if (windows) {
            known.putIfAbsent("SSH_AUTH_SOCK", "\\\\.\\pipe\\openssh-ssh-agent");
        }
        Optional<Path> system = windows
                ? Optional.ofNullable(environment.get("ProgramData")).map(folder -> Path.of(folder, "ssh"))
                : Optional.of(Path.of("/etc/ssh"));
        return new LocalAccount(home, user, host, known, system);
    }

    Path folder() {
        return home.resolve(".ssh");
    }

    /** As the admin knows a file: {@code ~/.ssh/config}. */
    String shown(Path file) {
        return file.startsWith(home) ? "~/" + home.relativize(file).toString().replace('\\', '/') : file.toString();
    }
}
