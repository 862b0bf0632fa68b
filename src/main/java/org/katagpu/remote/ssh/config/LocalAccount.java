package org.katagpu.remote.ssh.config;

import java.nio.file.Path;
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
}
