package org.katagpu.machine;

import java.util.Optional;
import org.katagpu.remote.HostKeyQuestion;
import org.katagpu.remote.Questions;

/** Takes the machine's key and gives a user's one password, for the login and for sudo. */
record KnownAnswers(MachineUser user) implements Questions {
    @Override
    public HostKeyAnswer hostKey(HostKeyQuestion question) {
        return HostKeyAnswer.ONCE;
    }

    @Override
    public Optional<char[]> secret(SecretQuestion question) {
        return question.attempt() == 1 ? Optional.of(user.password().toCharArray()) : Optional.empty();
    }
}
