package org.katagpu.remote.ssh.trust;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.remote.HostKeyQuestion;
import org.katagpu.remote.HostKeyStore;
import org.katagpu.remote.Target;
import org.katagpu.remote.ssh.config.TrustRules;

/** Decides about host keys and keeps what the admin decided. */
public final class HostKeyTrust implements HostKeyStore {
    private final Path home;
    private final Path ownFile;
    private final OwnKnownHosts own;
    private final Function<Target, TrustRules> rules;
    /** A question shows a fingerprint only; the key it stands for is kept here for {@link #replace}. */
    private final Map<HostKeyQuestion, Refused> refused = new ConcurrentHashMap<>();

    private record Refused(HostName host, HostKey key) {}

    /**
     * @param home the admin's home folder
     * @param ownFile the app's own known_hosts, for example in its config folder
     */
    public HostKeyTrust(Path home, Path ownFile) {
        this(home, ownFile, _ -> TrustRules.usual(home));
    }

    /** @param rules what the ssh configuration says about judging a host's key */
    public HostKeyTrust(Path home, Path ownFile, Function<Target, TrustRules> rules) {
        this.home = home;
        this.ownFile = ownFile;
        this.rules = rules;
        own = new OwnKnownHosts(ownFile);
    }

    /** One for each hop, for the life of the connection and its reconnects. */
    public HostKeyGuard guard(Target hop) {
        own.tighten();
        TrustRules hops = rules.apply(hop);
        return new HostKeyGuard(hop, this, new KnownHosts(home, ownFile, hops), hops.onlyKnown());
    }

    /**
     * What tells a host from every other: {@code admin@10.0.0.5 via me@bastion as gpu-07}. Two may stand at one address,
     * behind two jump hosts or two tunnels.
     */
    public String hostKey(Target target) {
        StringBuilder key = new StringBuilder(target.label());
        target.jumps().forEach(jump -> key.append(" via ").append(jump.label()));
        rules.apply(target).keyAlias().filter(alias -> !alias.equalsIgnoreCase(target.address()))
                .ifPresent(alias -> key.append(" as ").append(alias));
        return key.toString();
    }

    @Override
    public void replace(HostKeyQuestion question) throws ProblemException {
        Refused offered = refused.get(question);
        if (offered == null) {
            throw new IllegalArgumentException("no such key was refused: " + question.offered().fingerprint());
        }
        own.replace(offered.host, offered.key);
        refused.remove(question);
    }

    /** Lines of the known-hosts files that are passed over and may be about this hop, and why. */
    public List<Text> notes(Target hop) throws ProblemException {
        return hop.pinnedKey().isPresent()
                ? List.of()
                : new KnownHosts(home, ownFile, rules.apply(hop)).notes(hop.address(), hop.port());
    }

    void remember(HostName host, HostKey key) throws ProblemException {
        own.add(host, key);
    }

    void replaceable(HostKeyQuestion question, HostName host, HostKey key) {
        refused.put(question, new Refused(host, key));
    }
}
