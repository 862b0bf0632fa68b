package org.katagpu.remote.ssh;

import java.util.List;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.Questions;
import org.katagpu.remote.Target;
import org.katagpu.remote.ssh.config.LoginRules;
import org.katagpu.remote.ssh.key.LoginKey;
import org.katagpu.remote.ssh.key.LoginKeys;

/** The keys a login can offer, in order. */
@FunctionalInterface
interface KeyOffers {
    KeyOffers NONE = (target, questions) -> List.of();

    static KeyOffers of(LoginKeys keys) {
        return new KeyOffers() {
            @Override
            public List<LoginKey> offers(Target target, Questions questions) {
                LoginKeys.Found found = keys.of(target, questions);
                found.warnings().forEach(questions::told);
                return found.keys();
            }

            @Override
            public LoginRules rules(Target target) {
                return keys.rules(target);
            }
        };
    }

    List<LoginKey> offers(Target target, Questions questions) throws ProblemException;

    /** Which ways of logging in are tried, in order. */
    default LoginRules rules(Target target) {
        return LoginRules.all();
    }

    default KeyOffers withoutAgent() {
        KeyOffers all = this;
        return new KeyOffers() {
            @Override
            public List<LoginKey> offers(Target target, Questions questions) throws ProblemException {
                return all.offers(target, questions).stream().filter(key -> !key.fromAgent()).toList();
            }

            @Override
            public LoginRules rules(Target target) {
                return all.rules(target);
            }
        };
    }
}
