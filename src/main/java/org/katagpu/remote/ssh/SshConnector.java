package org.katagpu.remote.ssh;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.Connector;
import org.katagpu.remote.Host;
import org.katagpu.remote.LinkState;
import org.katagpu.remote.Questions;
import org.katagpu.remote.Target;
import org.katagpu.remote.ssh.key.LoginKeys;
import org.katagpu.remote.ssh.trust.HostKeyTrust;

/** Connects by SSH. */
public final class SshConnector implements Connector {
    /** Servers hang up on a login that takes minutes (LoginGraceTime): the admin's answer still counts. */
    private static final int MOST_HANG_UPS = 3;

    private final HostKeyTrust hostKeys;
    private final KeyOffers keys;
    private final WaitLimits patience;

    public SshConnector(HostKeyTrust hostKeys, LoginKeys keys) {
        this(hostKeys, KeyOffers.of(keys));
    }

    /** Without keys: passwords only. */
    public SshConnector(HostKeyTrust hostKeys) {
        this(hostKeys, KeyOffers.NONE);
    }

    SshConnector(HostKeyTrust hostKeys, KeyOffers keys) {
        this(hostKeys, keys, WaitLimits.USUAL);
    }

    SshConnector(HostKeyTrust hostKeys, KeyOffers keys, WaitLimits patience) {
        this.hostKeys = hostKeys;
        this.keys = keys;
        this.patience = patience;
    }

    @Override
    public Host connect(Target target, Questions questions) throws ProblemException, InterruptedException {
        RememberedAnswers answers = new RememberedAnswers(questions);
        SshChainFactory maker = new SshChainFactory(target, hostKeys, keys, patience);
        boolean up = false;
        try {
            SshChainFactory.Made made = make(maker, answers);
            Host host = start(target, hostKeys.hostKey(target), maker, answers, made);
            up = true;
            return host;
        } finally {
            if (!up) {
                answers.close();
            }
        }
    }

    private static SshChainFactory.Made make(SshChainFactory maker, RememberedAnswers answers)
            throws ProblemException, InterruptedException {
        for (int hangUps = 0;; hangUps++) {
            int given = answers.given();
            try {
                return maker.make(answers);
            } catch (UnreachableException hungUp) {
                if (answers.given() == given || hangUps == MOST_HANG_UPS) {
                    throw hungUp;
                }
            }
        }
    }

    private static Host start(Target target, String key, SshChainFactory maker, RememberedAnswers answers,
            SshChainFactory.Made made)
            throws ProblemException, InterruptedException {
        SshChain chain = made.chain();
        boolean up = false;
        try {
            Optional<Secret> password = made.passwordUsed() ? answers.loginPassword(target.label()) : Optional.empty();
            RootAccess root = new RootAccessProbe(chain, target.user(), password, answers).find();
            Duration roundTrip = LinkMonitor.measure(chain);
            SshHost host = new SshHost(target, key, maker, answers, root, new LinkBoard(new LinkState.Up(roundTrip)));
            host.begin(chain);
            up = true;
            return host;
        } catch (IOException lost) {
            throw chain.lostBy(lost);
        } finally {
            if (!up) {
                chain.close();
            }
        }
    }
}
