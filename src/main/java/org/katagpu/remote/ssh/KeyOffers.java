package org.katagpu.remote.ssh;

import java.util.List;
import net.schmizz.sshj.userauth.method.AuthMethod;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.Questions;
import org.katagpu.remote.Target;

/** The keys a login can offer, in order: the agent's, then the key files'. */
@FunctionalInterface
interface KeyOffers {
    KeyOffers NONE = (target, questions) -> List.of();

    List<Offer> offers(Target target, Questions questions);

    default KeyOffers withoutAgent() {
        return (target, questions) -> offers(target, questions).stream().filter(offer -> !offer.fromAgent()).toList();
    }

    /** One key; loading it may ask for its passphrase, so it is made only when its turn comes. */
    record Offer(String name, boolean fromAgent, Maker method) {}

    @FunctionalInterface
    interface Maker {
        AuthMethod make() throws ProblemException;
    }
}
