package org.katagpu.remote.ssh;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.remote.Capture;
import org.katagpu.remote.Questions;
import org.katagpu.remote.Questions.SecretKind;
import org.katagpu.remote.Questions.SecretQuestion;
import org.katagpu.remote.Script;
import org.katagpu.remote.ssh.SudoRefusedException.Reason;

/** Finds the way to root's rights by trying, once, after the login. */
final class RootAccessProbe {
    private static final int MOST_ATTEMPTS = 3;
    private static final int MOST_BYTES = 64 * 1024;

    private final SshChain chain;
    private final String user;
    private final Optional<Secret> loginPassword;
    private final Questions questions;
    private boolean loginPasswordTried;
    private int asked;
    private boolean usedUp;
    private @Nullable Secret last;

    /** @param loginPassword offered to sudo once, silently; empty when the login was not by password */
    RootAccessProbe(SshChain chain, String user, Optional<Secret> loginPassword, Questions questions) {
        this.chain = chain;
        this.user = user;
        this.loginPassword = loginPassword;
        this.questions = questions;
    }

    /** @throws ProblemException when the host cannot even run a script for us */
    RootAccess find() throws ProblemException, InterruptedException {
        Capture said = new Capture(MOST_BYTES);
        ScriptRun.straight(chain, RemoteCommand.BASH,
                Script.named("connect/root").bundled("remote/root-access").build(), said);
        List<String> lines = said.text().lines().toList();
        if (lines.contains("uid=0")) {
            return new RootAccess.LoggedIn();
        }
        if (!lines.contains("sudo=yes")) {
            return new RootAccess.None(SudoRefusedException.of(Reason.MISSING, chain.label(), List.of()).problem());
        }
        if (lines.contains("silent=0")) {
            return new RootAccess.SilentSudo();
        }
        try {
            return sudo(SudoRefusedException.read(said.text()) == Reason.NEEDS_TERMINAL);
        } catch (SudoRefusedException refused) {
            return new RootAccess.None(refused.problem());
        } finally {
            forgetLast();
        }
    }

    private RootAccess sudo(boolean terminal) throws ProblemException, InterruptedException {
        boolean onTerminal = terminal;
        while (true) {
            try {
                proveRoot(onTerminal);
                Secret password = last;
                return new RootAccess.Sudo(new Secret(password == null ? new char[0] : password.copy()),
                        password != null, onTerminal);
            } catch (SudoRefusedException refused) {
                if (refused.reason() == Reason.GIVEN_UP && usedUp) {
                    throw refused.as(Reason.WRONG_PASSWORD);
                }
                if (refused.reason() == Reason.NEEDS_TERMINAL && !onTerminal) {
                    onTerminal = true;
                } else if (refused.reason() != Reason.WRONG_PASSWORD || asked >= MOST_ATTEMPTS) {
                    throw refused;
                }
            }
        }
    }

    /** sudo may be set up to run commands as somebody else. */
    private void proveRoot(boolean terminal) throws ProblemException, InterruptedException {
        Capture said = new Capture(MOST_BYTES);
        Script prove = Script.named("connect/root").bundled("remote/who").elevated().build();
        ScriptRun.withSudo(chain, new ScriptRun.SudoCall(terminal, true, () -> this::password), prove, said);
        if (said.text().lines().noneMatch("uid=0"::equals)) {
            throw SudoRefusedException.of(Reason.NOT_ROOT, chain.label(), said.text().lines().toList());
        }
    }

    /** @param whose the user whose password sudo wants: root's, where it is set up so */
    private Optional<char[]> password(String whose) {
        Optional<char[]> answer;
        if (!loginPasswordTried && loginPassword.isPresent() && (whose.equals(user) || whose.equals("%p"))) {
            loginPasswordTried = true;
            answer = loginPassword.map(Secret::copy);
        } else if (asked >= MOST_ATTEMPTS) {
            usedUp = true;
            answer = Optional.empty();
        } else {
            asked++;
            String named = whose.isEmpty() || whose.equals("%p") ? user : whose;
            answer = questions.secret(new SecretQuestion(chain.label(), SecretKind.SUDO_PASSWORD,
                    Text.of("remote.ask.sudo-password", named, chain.label()), asked));
        }
        forgetLast();
        answer.ifPresent(given -> last = new Secret(given));
        return answer;
    }

    private void forgetLast() {
        Secret before = last;
        if (before != null) {
            before.close();
            last = null;
        }
    }
}
