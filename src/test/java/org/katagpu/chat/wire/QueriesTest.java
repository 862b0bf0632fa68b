package org.katagpu.chat.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.katagpu.chat.FakeServer;
import org.katagpu.chat.ServedModel;
import org.katagpu.message.ProblemException;

/** Health, models, and how long they may take. */
class QueriesTest {
    @Test
    void models() throws Exception {
        try (FakeServer server = FakeServer.start((_, _, out) -> out.json(200, """
                {"object":"list","data":[{"id":"qwen","object":"model","max_model_len":2048},{"id":"lora"}]}"""))) {
            assertThat(Clients.of(server, Optional.empty(), () -> Optional.of("k".toCharArray())).models())
                    .containsExactly(new ServedModel("qwen", OptionalInt.of(2048)),
                            new ServedModel("lora", OptionalInt.empty()));
            assertThat(server.requests().getFirst().line()).isEqualTo("GET /v1/models HTTP/1.1");
            assertThat(server.requests().getFirst().headers()).containsEntry("authorization", "Bearer k");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"200 | <html> | notjson", "200 | {} | notjson",
        "401 | {} | key", "404 | {} | path", "503 | {} | unavailable"})
    void modelsRefused(int status, String body, String key) {
        try (FakeServer server = FakeServer.start((_, _, out) -> out.json(status, body))) {
            assertThatThrownBy(Clients.of(server)::models)
                    .asInstanceOf(InstanceOfAssertFactories.throwable(ProblemException.class))
                    .extracting(e -> e.problem().what().key()).isEqualTo("chat.problem." + key);
        }
    }

    @Test
    void health() throws Exception {
        try (FakeServer server = FakeServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
            Clients.of(server).health();
            assertThat(server.requests().getFirst().line()).isEqualTo("GET /health HTTP/1.1");
        }
    }

    @Test
    void notHealthy() {
        try (FakeServer server = FakeServer.saying("HTTP/1.1 503 Down\r\nContent-Length: 0\r\n\r\n")) {
            assertThatThrownBy(Clients.of(server)::health)
                    .asInstanceOf(InstanceOfAssertFactories.throwable(ProblemException.class))
                    .extracting(e -> e.problem().command()).isEqualTo("GET http://10.88.0.5:8000/health");
        }
    }

    @Test
    void anInterruptEndsAQuery() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        try (FakeServer server = FakeServer.start((_, in, _) -> {
            asked.countDown();
            in.read();
            gone.countDown();
        })) {
            CountDownLatch interrupted = new CountDownLatch(1);
            Thread asking = Thread.ofVirtual().start(() -> {
                try {
                    Clients.of(server).health();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                } catch (ProblemException e) {
                    throw new AssertionError(e);
                }
            });
            asked.await();
            asking.interrupt();
            assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(gone.await(5, TimeUnit.SECONDS)).as("the channel is closed").isTrue();
        }
    }

    @Test
    void patienceEnds() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        assertThatThrownBy(() -> TimedCall.within(Duration.ofMillis(50), () -> {
            try {
                Thread.sleep(Duration.ofMinutes(1));
                return "";
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        }, _ -> {})).isInstanceOf(TimeoutException.class);
        assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
    }

    /** A channel that opens when nobody waits any more must still be closed. */
    @Test
    void aResultThatComesTooLateIsGivenBack() throws Exception {
        CountDownLatch back = new CountDownLatch(1);
        CountDownLatch late = new CountDownLatch(1);
        assertThatThrownBy(() -> TimedCall.within(Duration.ofMillis(20), () -> {
            while (late.getCount() > 0) {
                try {
                    late.await();
                } catch (InterruptedException deaf) {
                    // Work that cannot be interrupted.
                }
            }
            return "result";
        }, _ -> back.countDown())).isInstanceOf(TimeoutException.class);
        late.countDown();
        assertThat(back.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whatTheWorkThrowsIsThrown() {
        assertThatThrownBy(() -> TimedCall.within(Duration.ofMinutes(1), () -> {
            throw new InterruptedIOException("its own");
        }, _ -> {})).isInstanceOf(IOException.class).hasMessage("its own");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"7|7", "0|0", "Wed, 21 Oct 2026 07:28:30 GMT|30",
        "Wed, 21 Oct 2026 07:27:00 GMT|0", "soon|", "-1|", "99999999999999999999|"})
    void retryAfter(String value, Long seconds) {
        assertThat(RetryAfter.seconds(value, Instant.parse("2026-10-21T07:28:00Z")))
                .isEqualTo(Optional.ofNullable(seconds));
    }
}
