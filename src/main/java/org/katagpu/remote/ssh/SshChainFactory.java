package org.katagpu.remote.ssh;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.Questions;
import org.katagpu.remote.Target;
import org.katagpu.remote.ssh.trust.HostKeyGuard;
import org.katagpu.remote.ssh.trust.HostKeyTrust;

/** Makes the connection to one target, hop by hop, as often as it is needed. */
final class SshChainFactory {
    private final Target target;
    private final Map<Target, HostKeyGuard> gates = new LinkedHashMap<>();
    private final KeyOffers keys;
    private final WaitLimits patience;

    SshChainFactory(Target target, HostKeyTrust trust, KeyOffers keys, WaitLimits patience) {
        this.target = target;
        this.keys = keys;
        this.patience = patience;
        for (Target hop : hops()) {
            gates.put(hop, trust.guard(hop));
        }
    }

    /** @param passwordUsed whether the host's own login (not a jump host's) was by password */
    record Made(SshChain chain, boolean passwordUsed) {}

    Made make(Questions questions) throws ProblemException, InterruptedException {
        try {
            return make(keys, questions);
        } catch (LoginRefusedException refused) {
            if (!refused.tooManyKeys()) {
                throw refused;
            }
            // The agent held more keys than the server has patience for: once more with the key files alone.
            return make(keys.withoutAgent(), questions);
        }
    }

    private Made make(KeyOffers offers, Questions questions) throws ProblemException, InterruptedException {
        List<Hop> made = new ArrayList<>();
        boolean whole = false;
        try {
            Route route = Route.direct(Hop.CONNECT_LIMIT);
            boolean passwordUsed = false;
            for (Target hop : hops()) {
                Questions asking = hop == target
                        ? questions
                        : new HopQuestions(questions, new Questions.Jump(made.size() + 1, target.label()));
                Hop next = Hop.open(hop, route, gate(hop), asking);
                made.add(next);
                passwordUsed = Login.at(next, offers, asking);
                route = Route.through(next.client());
            }
            whole = true;
            return new Made(new SshChain(made, patience), passwordUsed);
        } finally {
            if (!whole) {
                made.reversed().forEach(Hop::close);
            }
        }
    }

    private List<Target> hops() {
        List<Target> all = new ArrayList<>(target.jumps());
        all.add(target);
        return all;
    }

    private HostKeyGuard gate(Target hop) {
        HostKeyGuard gate = gates.get(hop);
        if (gate == null) {
            throw new IllegalStateException("no gate for " + hop.label());
        }
        return gate;
    }
}
