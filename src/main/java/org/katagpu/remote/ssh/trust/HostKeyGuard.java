package org.katagpu.remote.ssh.trust;

import java.security.PublicKey;
import java.util.List;
import java.util.Optional;

import net.schmizz.sshj.transport.verification.HostKeyVerifier;
import org.jspecify.annotations.Nullable;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.remote.HostKeyChangedException;
import org.katagpu.remote.HostKeyQuestion;
import org.katagpu.remote.Questions;
import org.katagpu.remote.Target;

/**
 * Judges the key of one hop. It never asks from within the key exchange: sshj verifies on its reader's thread under
 * the exchange's time limit, and the server's login grace runs too. So an unknown key fails the exchange, and the
 * connecting thread calls {@link #settle}, which asks and says whether to connect again:
 *
 * <pre>{@code
 * client.addHostKeyVerifier(guard);
 * try {
 *     client.connect(…);
 * } catch (IOException e) {
 *     if (guard.settle(questions)) { … connect once more with a new client and this guard … }
 *     … else the key was not the reason …
 * }
 * }</pre>
 *
 * A key accepted once stays accepted for later key exchanges and reconnects of the same guard. The host is judged by
 * the target's address and port, whatever socket (a jump host's, say) the client is connected through.
 */
public final class HostKeyGuard implements HostKeyVerifier {
    private final Target hop;
    private final HostKeyTrust trust;
    private final KnownHosts known;
    private final boolean onlyKnown;
    private volatile @Nullable HostKey acceptedOnce;
    private volatile @Nullable HostKey unknown;
    private volatile @Nullable ProblemException refusal;

    /** @param onlyKnown an unknown key is refused without asking */
    HostKeyGuard(Target hop, HostKeyTrust trust, KnownHosts known, boolean onlyKnown) {
        this.hop = hop;
        this.trust = trust;
        this.known = known;
        this.onlyKnown = onlyKnown;
    }

    @Override
    public boolean verify(String ignoredAddress, int ignoredPort, PublicKey shown) {
        unknown = null;
        refusal = null;
        try {
            HostKey key = HostKey.of(shown);
            return hop.pinnedKey().isPresent() ? isPinned(key, hop.pinnedKey().get()) : isTrusted(key);
        } catch (ProblemException e) {
            refusal = e;
            return false;
        }
    }

    private boolean isPinned(HostKey key, String fingerprint) throws ProblemException {
        if (!key.fingerprint().equals(fingerprint)) {
            throw refused("hostkey.pinned", fingerprint, key.fingerprint());
        }
        return true;
    }

    private boolean isTrusted(HostKey key) throws ProblemException {
        return switch (known.judge(hop.address(), hop.port(), key)) {
            case HostKeyVerdict.Trusted _ -> true;
            case HostKeyVerdict.Revoked revoked -> throw refused("hostkey.revoked", hop.address(), key.type(),
                    key.fingerprint(), revoked.source());
            case HostKeyVerdict.RevocationDamaged damaged -> throw refused("hostkey.revocation-damaged", hop.address(),
                    damaged.source());
            case HostKeyVerdict.Changed changed -> throw changed(key, changed);
            case HostKeyVerdict.Unknown _ -> isAcceptedOnce(key);
        };
    }

    private boolean isAcceptedOnce(HostKey key) throws ProblemException {
        HostKey accepted = acceptedOnce;
        if (accepted == null && onlyKnown) {
            throw refused("hostkey.only-known", hop.address(), key.type(), key.fingerprint());
        }
        if (accepted == null) {
            unknown = key;
            return false;
        }
        if (!accepted.equals(key)) {
            var before = new HostKeyQuestion.Known(accepted.type(), accepted.fingerprint(), "–", false);
            throw changed(key, new HostKeyVerdict.Changed(List.of(before), accepted.type().equals(key.type())));
        }
        return true;
    }

    private HostKeyChangedException changed(HostKey key, HostKeyVerdict.Changed verdict) {
        HostKeyQuestion question = new HostKeyQuestion(hop.label(), key.shown(), verdict.known());
        trust.replaceable(question, known.name(hop.address(), hop.port()), key);
        String what = verdict.sameType() ? "hostkey.changed" : "hostkey.changed.type";
        return new HostKeyChangedException(Problem.of(Text.of(what, hop.address(), key.type(), key.fingerprint()),
                Text.of(what + ".next", key.consoleCommand())).on(hop.label()), question);
    }

    private ProblemException refused(String what, Object... arguments) {
        return new ProblemException(Problem.of(Text.of(what, arguments), Text.of(what + ".next")).on(hop.label()));
    }

    /** What sshj proposes first, so that the host shows a key we know. */
    @Override
    public List<String> findExistingAlgorithms(String ignoredAddress, int ignoredPort) {
        try {
            return hop.pinnedKey().isPresent() ? List.of() : known.preferredAlgorithms(hop.address(), hop.port());
        } catch (ProblemException toldByVerify) {
            return List.of();
        }
    }

    /** Why the key was refused, if it was and is not a question for the admin. */
    public Optional<ProblemException> refusal() {
        return Optional.ofNullable(refusal);
    }

    /**
     * Called on the connecting thread after a connection failed.
     *
     * @return true when the key was unknown and the admin accepts it: connect again. False when the key was not what
     *         the connection failed of
     * @throws HostKeyChangedException for a changed key
     * @throws ProblemException for a key that is revoked, not the pinned one, refused by the admin, or could not be
     *         judged or remembered
     */
    public boolean settle(Questions questions) throws ProblemException {
        ProblemException refused = refusal;
        if (refused != null) {
            throw refused;
        }
        HostKey key = unknown;
        if (key == null) {
            return false;
        }
        unknown = null;
        switch (questions.hostKey(new HostKeyQuestion(hop.label(), key.shown(), List.of(),
                known.notes(hop.address(), hop.port())))) {
            case REFUSE -> throw refused("hostkey.refused", hop.address());
            case REMEMBER -> trust.remember(known.name(hop.address(), hop.port()), key);
            case ONCE -> acceptedOnce = key;
        }
        return true;
    }
}
