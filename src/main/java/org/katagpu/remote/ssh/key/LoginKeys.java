package org.katagpu.remote.ssh.key;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import net.schmizz.sshj.userauth.method.AuthPublickey;
import org.katagpu.message.Text;
import org.katagpu.remote.Questions;
import org.katagpu.remote.Target;
import org.katagpu.remote.ssh.agent.AgentAuth;
import org.katagpu.remote.ssh.agent.AgentException;
import org.katagpu.remote.ssh.agent.AgentIdentity;
import org.katagpu.remote.ssh.agent.SshAgent;
import org.katagpu.remote.ssh.config.LoginRules;
import org.katagpu.remote.ssh.config.Resolved.KeyRules;
import org.katagpu.remote.ssh.config.SshConfig;

/**
 * Which keys a login offers, in OpenSSH's order: keys of the agent that the target names as files, the agent's other
 * keys (unless IdentitiesOnly), then the files the agent does not hold.
 */
public final class LoginKeys {
    private final SshConfig config;

    public LoginKeys(SshConfig config) {
        this.config = config;
    }

    /** @param warnings what went wrong on the way without ending the login: an agent that does not answer, say */
    public record Found(List<LoginKey> keys, List<Text> warnings) {}

    public LoginRules rules(Target target) {
        return config.loginRules(target);
    }

    public Found of(Target target, Questions questions) {
        List<Text> warnings = new ArrayList<>();
        KeyRules rules = config.keyRules(target);
        Optional<SshAgent> agent = target.useAgent() ? rules.agent().map(SshAgent::new) : Optional.empty();
        List<AgentIdentity> held = agent.isPresent() ? held(agent.get(), warnings) : List.of();

        List<AgentIdentity> named = new ArrayList<>();
        List<LoginKey> files = new ArrayList<>();
        for (Path path : target.keyFiles()) {
            PrivateKeyFile file = new PrivateKeyFile(path);
            Optional<AgentIdentity> same = file.publicKey()
                    .flatMap(key -> held.stream().filter(identity -> identity.base64().equals(key)).findFirst());
            same.filter(identity -> !named.contains(identity)).ifPresent(named::add);
            if (same.isEmpty() && (!file.isPublicOnly() || target.keyFiles().size() == 1)) {
                file.warning().ifPresent(warnings::add);
                files.add(new LoginKey(path.toString(), false,
                        () -> new AuthPublickey(file.load(target.label(), questions))));
            }
        }
        List<LoginKey> keys = new ArrayList<>();
        agent.ifPresent(from -> {
            named.forEach(identity -> keys.add(ofAgent(from, identity)));
            if (!rules.identitiesOnly()) {
                held.stream().filter(identity -> !named.contains(identity))
                        .forEach(identity -> keys.add(ofAgent(from, identity)));
            }
        });
        keys.addAll(files);
        return new Found(List.copyOf(keys), List.copyOf(warnings));
    }

    private static LoginKey ofAgent(SshAgent agent, AgentIdentity identity) {
        return new LoginKey(identity.comment().isBlank() ? identity.type() : identity.comment(), true,
                () -> new AgentAuth(agent, identity));
    }

    private static List<AgentIdentity> held(SshAgent agent, List<Text> warnings) {
        try {
            return agent.identities();
        } catch (AgentException e) {
            warnings.add(Text.of("sshkey.agent", e.reason()));
            return List.of();
        }
    }
}
