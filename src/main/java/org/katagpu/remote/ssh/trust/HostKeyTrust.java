package org.katagpu.remote.ssh.trust;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.remote.HostKeyQuestion;
import org.katagpu.remote.HostKeyStore;
import org.katagpu.remote.Target;

/** Decides about host keys and keeps what the admin decided. */
public final class HostKeyTrust implements HostKeyStore {
    private final KnownHosts known;
    private final OwnKnownHosts own;
    /** A question shows a fingerprint only; the key it stands for is kept here for {@link #replace}. */
    private final Map<HostKeyQuestion, Refused> refused = new ConcurrentHashMap<>();

    private record Refused(HostName host, HostKey key) {}

    /**
     * @param home the admin's home folder
     * @param ownFile the app's own known_hosts, for example in its config folder
     */
    public HostKeyTrust(Path home, Path ownFile) {
        known = new KnownHosts(home, ownFile);
        own = new OwnKnownHosts(ownFile);
    }

    /** One for each hop, for the life of the connection and its reconnects. */
    public HostKeyGuard guard(Target hop) {
        return new HostKeyGuard(hop, this, known);
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

    /** Lines of the known-hosts files that are passed over, and why. */
    public List<Text> warnings() throws ProblemException {
        return known.warnings();
    }

    void remember(Target hop, HostKey key) throws ProblemException {
        own.add(new HostName(hop.address(), hop.port()), key);
    }

    void replaceable(HostKeyQuestion question, Target hop, HostKey key) {
        refused.put(question, new Refused(new HostName(hop.address(), hop.port()), key));
    }
}
