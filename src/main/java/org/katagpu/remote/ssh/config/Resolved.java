package org.katagpu.remote.ssh.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.katagpu.message.Text;
import org.katagpu.remote.Target;

/**
 * What a typed host stands for.
 *
 * @param target with its jump hosts
 * @param keyRules which keys it takes
 * @param trust how its key is judged
 * @param login which ways of logging in are tried
 * @param warnings lines of the configuration that were passed over, and why
 */
public record Resolved(Target target, KeyRules keyRules, TrustRules trust, LoginRules login, List<Text> warnings) {
    public Resolved {
        warnings = List.copyOf(warnings);
    }

    /**
     * @param agent the agent's socket or pipe; empty when there is none, or none is to be used
     * @param identitiesOnly whether of the agent's keys only those of the key files are offered
     */
    public record KeyRules(Optional<Path> agent, boolean identitiesOnly) {}
}
