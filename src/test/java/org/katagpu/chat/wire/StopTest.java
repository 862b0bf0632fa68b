package org.katagpu.chat.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.katagpu.chat.wire.Clients.QUESTION;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.katagpu.chat.Answer;
import org.katagpu.chat.Answer.Ending;
import org.katagpu.chat.ApiKey;
import org.katagpu.chat.ChatEvent;
import org.katagpu.chat.Dialer;
import org.katagpu.chat.Endpoint;
import org.katagpu.chat.Exchange;
import org.katagpu.chat.FakeServer;
import org.katagpu.chat.RecordedEvents;

/** Stopping ends the request on the server, at whatever point it is. */
@Timeout(20)
class StopTest {
    private static final Duration WITHIN = Duration.ofSeconds(2);

    @Test
    void inTheMiddleOfAnAnswer() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        try (FakeServer server = FakeServer.start((_, in, out) -> {
            out.stream();
            out.part("so far");
            awaitClose(in, gone);
        })) {
            RecordedEvents heard = new RecordedEvents();
            Exchange exchange = Clients.of(server).send(QUESTION, heard);
            heard.awaitText();
            exchange.stop();
            exchange.stop();
            assertThat(gone.await(WITHIN.toMillis(), TimeUnit.MILLISECONDS)).as("seen by the server").isTrue();
            exchange.await();
            assertThat(heard.end()).isInstanceOf(ChatEvent.Stopped.class);
            Answer answer = heard.end().answer();
            assertThat(answer.text()).isEqualTo("so far");
            assertThat(answer.ending()).isEqualTo(Ending.STOPPED);
        }
    }

    @Test
    void beforeTheServerSaidAnything() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        try (FakeServer server = FakeServer.start((_, in, _) -> {
            asked.countDown();
            awaitClose(in, gone);
        })) {
            RecordedEvents heard = new RecordedEvents();
            Exchange exchange = Clients.of(server).send(QUESTION, heard);
            asked.await();
            exchange.stop();
            assertThat(gone.await(WITHIN.toMillis(), TimeUnit.MILLISECONDS)).as("seen by the server").isTrue();
            assertThat(heard.end()).isInstanceOf(ChatEvent.Stopped.class);
        }
    }

    @Test
    void whileTheChannelIsBeingOpened() throws Exception {
        CountDownLatch dialing = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        Dialer dialer = (_, _) -> {
            dialing.countDown();
            try {
                Thread.sleep(Duration.ofMinutes(1));
                throw new AssertionError("not interrupted");
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        };
        RecordedEvents heard = new RecordedEvents();
        Exchange exchange = new HttpChatClient(dialer, "h",
                new Endpoint("a", 1, Optional.empty(), "m", ApiKey.NONE)).send(QUESTION, heard);
        dialing.await();
        exchange.stop();
        assertThat(heard.end()).isInstanceOf(ChatEvent.Stopped.class);
        assertThat(interrupted.await(WITHIN.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
    }

    @Test
    void atOnce() throws Exception {
        try (FakeServer server = FakeServer.start((_, in, _) -> in.read())) {
            for (int i = 0; i < 50; i++) {
                RecordedEvents heard = new RecordedEvents();
                Exchange exchange = Clients.of(server).send(QUESTION, heard);
                exchange.stop();
                assertThat(heard.end()).isInstanceOf(ChatEvent.Stopped.class);
                assertThat(heard.events()).hasSize(1);
            }
        }
    }

    @Test
    void afterTheEndItChangesNothing() throws Exception {
        try (FakeServer server = FakeServer.start((_, _, out) -> {
            out.stream();
            out.part("x");
            out.finish("stop");
            out.done();
        })) {
            RecordedEvents heard = new RecordedEvents();
            Exchange exchange = Clients.of(server).send(QUESTION, heard);
            exchange.await();
            exchange.stop();
            assertThat(heard.finished().text()).isEqualTo("x");
            assertThat(heard.events()).filteredOn(ChatEvent.End.class::isInstance).hasSize(1);
        }
    }

    private static void awaitClose(java.io.InputStream in, CountDownLatch gone) {
        try {
            while (in.read() >= 0) {
                // Only the end is of interest.
            }
        } catch (java.io.IOException reset) {
            // An end too.
        }
        gone.countDown();
    }
}
