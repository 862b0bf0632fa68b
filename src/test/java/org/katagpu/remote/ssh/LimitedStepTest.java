package org.katagpu.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.katagpu.message.Text;
import org.katagpu.remote.Questions;
import org.katagpu.remote.Questions.SecretKind;
import org.katagpu.remote.Questions.SecretQuestion;

@Timeout(10)
class LimitedStepTest {
    private static final SecretQuestion QUESTION = new SecretQuestion("a@b", SecretKind.LOGIN_PASSWORD, Text.of("k"),
            1);

    @Test
    void theAdminsTimeDoesNotCount() throws Exception {
        AtomicReference<Thread> asker = new AtomicReference<>();
        Questions slow = new Admin() {
            @Override
            public Optional<char[]> secret(SecretQuestion question) {
                asker.set(Thread.currentThread());
                try {
                    TimeUnit.MILLISECONDS.sleep(600);
                } catch (InterruptedException stopped) {
                    throw new AssertionError(stopped);
                }
                return Optional.of(new char[]{'x'});
            }
        };
        char[] answer = LimitedStep.within(Duration.ofMillis(300), slow, () -> {}, asking -> asking.secret(QUESTION)
                .orElseThrow());
        assertThat(answer).containsExactly('x');
        assertThat(asker.get()).isSameAs(Thread.currentThread());
    }

    @Test
    void theLimitFreesTheStep() {
        CountDownLatch freed = new CountDownLatch(1);
        assertThatThrownBy(
                () -> LimitedStep.within(Duration.ofMillis(50), new Admin(), freed::countDown, _ -> freed.await(5,
                        TimeUnit.SECONDS)))
                .isInstanceOf(TimeoutException.class);
        assertThat(freed.getCount()).isZero();
    }

    @Test
    void anAbandonedQuestionIsGivenUp() throws Exception {
        CountDownLatch asking = new CountDownLatch(1);
        AtomicReference<Optional<char[]>> answer = new AtomicReference<>(Optional.of(new char[0]));
        CountDownLatch ended = new CountDownLatch(1);
        Questions never = new Admin() {
            @Override
            public Optional<char[]> secret(SecretQuestion question) {
                asking.countDown();
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        };
        assertThatThrownBy(() -> LimitedStep.within(Duration.ofSeconds(5), never, () -> {}, questions -> {
            answer.set(questions.secret(QUESTION));
            answer.set(questions.secret(QUESTION));
            ended.countDown();
            return true;
        })).isInstanceOf(InterruptedException.class);
        assertThat(ended.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(answer.get()).isEmpty();
    }

    @Test
    void aFailureIsPassedOn() {
        assertThatThrownBy(() -> LimitedStep.within(Duration.ofSeconds(5), new Admin(), () -> {}, _ -> {
            throw new IOException("broken");
        })).isInstanceOf(ExecutionException.class).hasRootCauseMessage("broken");
    }
}
