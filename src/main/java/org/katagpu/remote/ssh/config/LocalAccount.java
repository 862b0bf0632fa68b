package org.katagpu.remote.ssh.config;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The admin on this machine.
 *
 * @param user the login name where neither the admin nor the configuration gives one; may be empty
 * @param host this machine's name
 * @param environment for <code>${NAME}</code> and {@code SSH_AUTH_SOCK}
 */
public record LocalAccount(Path home, String user, String host, Map<String, String> environment) {
    public LocalAccount {
        environment = Map.copyOf(environment);
    }

    /** OpenSSH's agent on Windows is a service that needs no variable: it is always at this pipe. */
    public static LocalAccount of(String osName, Path home, String user, String host, Map<String, String> environment) {
        Map<String, String> known = new HashMap<>(environment);
        if (osName.toLowerCase(Locale.ROOT).startsWith("windows")) {
            known.putIfAbsent("SSH_AUTH_SOCK", "\\\\.\\pipe\\openssh-ssh-agent");
        }
        return new LocalAccount(home, user, host, known);
    }
}
