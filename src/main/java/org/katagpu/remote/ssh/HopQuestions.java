package org.katagpu.remote.ssh;

import java.util.Optional;
import org.katagpu.message.Text;
import org.katagpu.remote.HostKeyQuestion;
import org.katagpu.remote.Questions;

/** The questions of one jump host, marked as such: what was typed for another hop is no answer to them. */
record HopQuestions(Questions admin, Jump jump) implements Questions {
    @Override
    public HostKeyAnswer hostKey(HostKeyQuestion question) {
        return admin.hostKey(question);
    }

    @Override
    public Optional<char[]> secret(SecretQuestion question) {
        return admin.secret(new SecretQuestion(question.label(), question.kind(), question.prompt(),
                question.attempt(), Optional.of(jump)));
    }

    @Override
    public void told(Text leftOut) {
        admin.told(leftOut);
    }
}
