package org.katagpu.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.message.Text;
import org.katagpu.remote.Capture;
import org.katagpu.remote.Host;
import org.katagpu.remote.Script;
import org.katagpu.remote.ssh.RealSshd;

/** The chat through a real OpenSSH server. Needs root. */
@Tag("real")
@Tag("accounts")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChatOverSshRealTest {
    private static final ChatRequest QUESTION = Conversation.begin(Settings.DEFAULT, Instant.EPOCH)
            .ask("q", Instant.EPOCH).request("m");

    private RealSshd sshd;
    private Host host;

    @BeforeAll
    void connect(@TempDir Path folder) throws Exception {
        sshd = RealSshd.start();
        try {
            host = LoopbackSsh.connect(sshd, sshd.user("only for this run"), folder);
        } catch (Exception | Error failed) {
            sshd.close();
            throw failed;
        }
    }

    @AfterAll
    void disconnect() {
        if (host != null) {
            host.close();
            sshd.close();
        }
    }

    /** Eight at once, stopped at different points: while waiting, and in the middle of the answer. */
    @Test
    void stopLeavesNothingRunningWithinTwoSeconds() throws Exception {
        AtomicInteger running = new AtomicInteger();
        try (FakeServer server = FakeServer.start((_, in, out) -> {
            int number = running.incrementAndGet();
            try {
                if (number % 2 == 0) {
                    out.stream();
                    out.part("so far");
                }
                untilClosed(in);
            } finally {
                running.decrementAndGet();
            }
        })) {
            ChatClient client = LoopbackSsh.client(host, server.port());
            List<Exchange> exchanges = new ArrayList<>();
            List<RecordedEvents> heard = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                heard.add(new RecordedEvents());
                exchanges.add(client.send(QUESTION, heard.getLast()));
            }
            within(Duration.ofSeconds(10), running, 8);
            exchanges.forEach(Exchange::stop);
            within(Duration.ofSeconds(2), running, 0);
            for (RecordedEvents one : heard) {
                assertThat(one.end()).isInstanceOf(ChatEvent.Stopped.class);
            }
            assertThat(host.run(Script.named("alive").part(":").build(), new Capture(10))).as("the link is unharmed")
                    .isZero();
        }
    }

    @Test
    void tlsWithThePinnedCertificate() throws Exception {
        TestCertificate certificate = TestCertificate.make();
        try (FakeServer server = FakeServer.start(certificate.sockets(), (_, _, out) -> {
            out.stream();
            out.part("你好");
            out.finish("stop");
            out.done();
        })) {
            RecordedEvents right = new RecordedEvents();
            LoopbackSsh.client(host, server.port(), Optional.of(certificate.pin()), ApiKey.NONE).send(QUESTION, right);
            assertThat(right.finished().text()).isEqualTo("你好");
            RecordedEvents wrong = new RecordedEvents();
            LoopbackSsh.client(host, server.port(), Optional.of(TestCertificate.make().pin()), ApiKey.NONE)
                    .send(QUESTION, wrong);
            assertThat(wrong.problem().what()).isEqualTo(Text.of("chat.problem.pin"));
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void nobodyListens() throws Exception {
        FakeServer gone = FakeServer.saying("");
        gone.close();
        RecordedEvents heard = new RecordedEvents();
        LoopbackSsh.client(host, gone.port()).send(QUESTION, heard);
        assertThat(heard.problem().what().key()).isEqualTo("remote.dial");
    }

    @Test
    void aLargeConversationAndALongAnswer() throws Exception {
        String large = "x".repeat(3 << 20);
        try (FakeServer server = FakeServer.start((request, _, out) -> {
            out.stream();
            for (int i = 0; i < 20_000; i++) {
                out.part("word ");
            }
            out.part(String.valueOf(request.headers().get("content-length").length()));
            out.finish("stop");
            out.done();
        })) {
            RecordedEvents heard = new RecordedEvents();
            LoopbackSsh.client(host, server.port()).send(Conversation.begin(Settings.DEFAULT, Instant.EPOCH)
                    .ask(large, Instant.EPOCH).request("m"), heard);
            assertThat(heard.finished().text()).hasSize(20_000 * 5 + 1).endsWith("word 7");
            assertThat(heard.finished().statistics().parts()).isEqualTo(20_001);
        }
    }

    private static void untilClosed(InputStream in) {
        try {
            while (in.read() >= 0) {
                // Only the end is of interest.
            }
        } catch (IOException reset) {
            // An end too.
        }
    }

    private static void within(Duration limit, AtomicInteger running, int wanted) throws InterruptedException {
        long until = System.nanoTime() + limit.toNanos();
        while (running.get() != wanted) {
            assertThat(System.nanoTime()).as("%s running, not %s within %s", running.get(), wanted, limit)
                    .isLessThan(until);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }
}
