package org.katagpu.remote.ssh;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.katagpu.message.Text;
import org.katagpu.remote.HostKeyQuestion;
import org.katagpu.remote.Questions;

/**
 * Asks the admin once and gives the same answers when the link is made anew. One-time codes are never kept.
 * {@link #alone()} answers only from memory: nobody may be sitting there when a link comes back.
 */
final class RememberedAnswers implements Questions, AutoCloseable {
    private final Questions admin;
    private final Map<Kept, Secret> secrets = new HashMap<>();

    private final AtomicInteger asked = new AtomicInteger();

    /** A secret belongs to one hop, one purpose and one question: two hops may bear the same name. */
    private record Kept(Optional<Jump> jump, String label, SecretKind kind, Text prompt) {
        static Kept of(SecretQuestion question) {
            return new Kept(question.jump(), question.label(), question.kind(), question.prompt());
        }
    }

    RememberedAnswers(Questions admin) {
        this.admin = admin;
    }

    @Override
    public HostKeyAnswer hostKey(HostKeyQuestion question) {
        return admin.hostKey(question);
    }

    @Override
    public Optional<char[]> secret(SecretQuestion question) {
        return recall(question).or(() -> {
            Optional<char[]> answer = admin.secret(question);
            asked.incrementAndGet();
            answer.ifPresent(secret -> keep(question, secret));
            return answer;
        });
    }

    @Override
    public void told(Text leftOut) {
        admin.told(leftOut);
    }

    /** How many secrets the admin was asked for so far. */
    int given() {
        return asked.get();
    }

    /** The login password that was given last for the target of this label, never a jump host's. */
    synchronized Optional<Secret> loginPassword(String label) {
        return secrets.entrySet().stream()
                .filter(kept -> kept.getKey().jump().isEmpty() && kept.getKey().kind() == SecretKind.LOGIN_PASSWORD
                        && kept.getKey().label().equals(label))
                .map(Map.Entry::getValue).findFirst();
    }

    Questions alone() {
        return new Questions() {
            @Override
            public HostKeyAnswer hostKey(HostKeyQuestion question) {
                return HostKeyAnswer.REFUSE;
            }

            @Override
            public Optional<char[]> secret(SecretQuestion question) {
                return recall(question);
            }
        };
    }

    private synchronized Optional<char[]> recall(SecretQuestion question) {
        if (question.attempt() > 1) {
            return Optional.empty();
        }
        return Optional.ofNullable(secrets.get(Kept.of(question))).map(Secret::copy);
    }

    private synchronized void keep(SecretQuestion question, char[] secret) {
        if (question.kind() == SecretKind.LOGIN_PASSWORD || question.kind() == SecretKind.KEY_PASSPHRASE) {
            Secret before = secrets.put(Kept.of(question), new Secret(secret));
            if (before != null) {
                before.close();
            }
        }
    }

    @Override
    public synchronized void close() {
        secrets.values().forEach(Secret::close);
        secrets.clear();
    }
}
