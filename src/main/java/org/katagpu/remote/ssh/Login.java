package org.katagpu.remote.ssh;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import net.schmizz.sshj.Service;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.connection.Connection;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuth;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.method.AuthMethod;
import net.schmizz.sshj.userauth.method.AuthNone;
import net.schmizz.sshj.userauth.method.AuthPassword;
import net.schmizz.sshj.userauth.password.PasswordFinder;
import net.schmizz.sshj.userauth.password.Resource;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.Questions;
import org.katagpu.remote.Target;
import org.katagpu.remote.ssh.config.LoginRules;
import org.katagpu.remote.ssh.key.LoginKey;

/**
 * The login at one hop: none, keys, keyboard-interactive, password, as far as the server offers them; goes on after a
 * partial success, as a server with several factors wants.
 */
final class Login {
    /** The server's time, the admin's not counted: a refused PAM password alone takes two seconds and more. */
    private static final Duration LIMIT = Duration.ofSeconds(45);
    private static final int MOST_ATTEMPTS = 3;
    /** Refusals after which a hang-up is the server's MaxAuthTries (6 by default; the first question counts for none). */
    private static final int PATIENCE = 3;

    private final Target target;
    private final Hop hop;
    private final Deque<LoginKey> offers;
    private final PasswordAttempts passwords;
    private final LoginRules rules;
    private final List<ProblemException> unusableKeys = new ArrayList<>();
    private boolean partial;
    private boolean agentTried;
    private int refusals;

    private Login(Hop hop, KeyOffers keys, Questions questions) throws ProblemException {
        this.target = hop.target();
        this.hop = hop;
        this.rules = keys.rules(target);
        this.offers = rules.methods().contains("publickey")
                ? new ArrayDeque<>(keys.offers(target, questions))
                : new ArrayDeque<>();
        this.passwords = new PasswordAttempts(target.label(), questions, MOST_ATTEMPTS);
    }

    /** @return whether a password was part of it */
    static boolean at(Hop hop, KeyOffers keys, Questions questions) throws ProblemException, InterruptedException {
        try {
            return LimitedStep.within(LIMIT, questions, hop, asking -> new Login(hop, keys, asking).run());
        } catch (TimeoutException late) {
            throw new UnreachableException(
                    ConnectProblems.of(hop.target(), "remote.login-slow", hop.target().label()), late);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof ProblemException known
                    ? known
                    : new UnreachableException(ConnectProblems.linkLost(hop.target().label(), failed),
                            failed.getCause());
        }
    }

    private boolean run() throws ProblemException {
        if (tried(new AuthNone())) {
            return false;
        }
        while (true) {
            Collection<String> allowed = userAuth().getAllowedMethods();
            String next = rules.methods().stream().filter(allowed::contains).filter(this::isLeft).findFirst()
                    .orElse("");
            if (next.equals("publickey")) {
                LoginKey offer = offers.removeFirst();
                agentTried |= offer.fromAgent();
                if (tried(offer)) {
                    return passwords.used();
                }
            } else if (next.equals("keyboard-interactive")) {
                if (tried(new KeyboardInteractive(passwords))) {
                    return passwords.used();
                }
                passwords.refused(advanced());
            } else if (next.equals("password")) {
                Optional<char[]> answer = passwords.next();
                if (answer.isPresent() && tried(new AuthPassword(new Given(answer.get())))) {
                    return true;
                }
                passwords.refused(advanced());
            } else {
                throw refused(allowed);
            }
        }
    }

    private boolean isLeft(String method) {
        return method.equals("publickey") ? !offers.isEmpty() : !passwords.exhausted();
    }

    /** A key that cannot be used is no reason not to try the others. */
    private boolean tried(LoginKey offer) throws ProblemException {
        AuthMethod method;
        try {
            method = offer.maker().make();
        } catch (ProblemException unusable) {
            unusableKeys.add(unusable);
            return false;
        }
        return tried(method);
    }

    /** Whether the last answer was right, but the server wants another factor too. */
    private boolean advanced() {
        boolean before = partial;
        partial = userAuth().hadPartialSuccess();
        return partial && !before;
    }

    private boolean tried(AuthMethod method) throws ProblemException {
        method.setLoggerFactory(new SshAlgorithms.Silence());
        try {
            boolean in = userAuth().authenticate(target.user(), (Service) connection(), method,
                    (int) LIMIT.toMillis());
            refusals += in ? 0 : 1;
            return in;
        } catch (UserAuthException refused) {
            // A transport that dies tells the waiting method first and stops running a moment later.
            if (refused.getCause() instanceof TransportException || !hop.client().getTransport().isRunning()) {
                throw hungUp(refused);
            }
            refusals++;
            return false;
        } catch (TransportException lost) {
            throw hungUp(lost);
        }
    }

    private UserAuth userAuth() {
        return hop.client().getUserAuth();
    }

    private Connection connection() {
        return hop.client().getConnection();
    }

    private ProblemException hungUp(SSHException why) {
        String said = ConnectProblems.words(why);
        // The server's last words can be lost with the connection: a hang-up after several refusals says the same.
        if (said.contains("Too many authentication failures") || refusals > PATIENCE) {
            return new LoginRefusedException(problem("remote.login-too-many", said), agentTried);
        }
        return new UnreachableException(problem("remote.login-broken-off", said), why);
    }

    private ProblemException refused(Collection<String> allowed) {
        if (!unusableKeys.isEmpty() && !passwords.tried()) {
            return new LoginRefusedException(unusableKeys.getFirst().problem().on(target.label()));
        }
        if (rules.limited() && rules.methods().stream().noneMatch(allowed::contains)) {
            return new LoginRefusedException(ConnectProblems.of(target, "remote.login-rules", target.label(),
                    String.join(", ", allowed), String.join(", ", rules.methods())));
        }
        String key = passwords.givenUp() ? "remote.login-given-up" : "remote.login-refused";
        return new LoginRefusedException(problem(key, String.join(", ", allowed)));
    }

    /** With the server's banner, which often says why: account expired, host in maintenance. */
    private Problem problem(String key, String argument) {
        List<String> banner = userAuth().getBanner().lines().toList();
        return ConnectProblems.withWords(ConnectProblems.of(target, key, target.label(), argument), banner);
    }

    /** Hands sshj one password, which it wipes after sending. */
    private record Given(char[] password) implements PasswordFinder {
        @Override
        public char[] reqPassword(Resource<?> resource) {
            return password;
        }

        @Override
        public boolean shouldRetry(Resource<?> resource) {
            return false;
        }
    }
}
