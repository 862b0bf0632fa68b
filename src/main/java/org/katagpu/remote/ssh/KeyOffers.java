package org.katagpu.remote.ssh;

import java.util.List;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.Questions;
import org.katagpu.remote.Target;
import org.katagpu.remote.ssh.key.LoginKey;
import org.katagpu.remote.ssh.key.LoginKeys;

/** The keys a login can offer, in order. */
@FunctionalInterface
interface KeyOffers {
    KeyOffers NONE = (target, questions) -> List.of();

    static KeyOffers of(LoginKeys keys) {
        return (target, questions) -> {
            LoginKeys.Found found = keys.of(target, questions);
            found.warnings().forEach(questions::told);
            return found.keys();
        };
    }

    List<LoginKey> offers(Target target, Questions questions) throws ProblemException;

    default KeyOffers withoutAgent() {
        return (target, questions) -> offers(target, questions).stream().filter(key -> !key.fromAgent()).toList();
    }
}
