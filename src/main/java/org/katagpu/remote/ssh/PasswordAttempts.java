package org.katagpu.remote.ssh;

import java.util.Optional;
import org.katagpu.message.Text;
import org.katagpu.remote.Questions;
import org.katagpu.remote.Questions.SecretKind;
import org.katagpu.remote.Questions.SecretQuestion;

/**
 * The admin's few tries at one login's password, shared by the methods that ask for it: a server that offers both
 * keyboard-interactive and password means the same one.
 */
final class PasswordAttempts {
    private final String label;
    private final Questions questions;
    private final int most;
    private int attempt = 1;
    private int rounds;
    private boolean used;
    private boolean givenUp;

    PasswordAttempts(String label, Questions questions, int most) {
        this.label = label;
        this.questions = questions;
        this.most = most;
    }

    /** The next password to try; empty once the admin gave up. */
    Optional<char[]> next() {
        return ask(SecretKind.LOGIN_PASSWORD, Text.of("remote.ask.login-password", label));
    }

    /** An answer to a prompt of the server's own, such as a one-time code. */
    Optional<char[]> answer(String prompt) {
        return ask(SecretKind.KEYBOARD_INTERACTIVE, Text.of("remote.ask.prompt", prompt.strip()));
    }

    private Optional<char[]> ask(SecretKind kind, Text prompt) {
        if (givenUp) {
            return Optional.empty();
        }
        Optional<char[]> answer = questions.secret(new SecretQuestion(label, kind, prompt, attempt));
        givenUp = answer.isEmpty();
        used |= answer.isPresent() && kind == SecretKind.LOGIN_PASSWORD;
        return answer;
    }

    /** The last answers did not let us in. @param advanced they were right, and another factor is wanted */
    void refused(boolean advanced) {
        rounds++;
        attempt = advanced ? 1 : attempt + 1;
        used &= advanced;
    }

    boolean exhausted() {
        return givenUp || attempt > most || rounds > 2 * most;
    }

    /** Whether any answer was sent. */
    boolean tried() {
        return rounds > 0 && !givenUp;
    }

    boolean givenUp() {
        return givenUp;
    }

    /** Whether a password was accepted. */
    boolean used() {
        return used;
    }
}
