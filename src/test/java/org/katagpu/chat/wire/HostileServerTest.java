package org.katagpu.chat.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.katagpu.chat.wire.Clients.QUESTION;

import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.katagpu.chat.Answer.Ending;
import org.katagpu.chat.ApiKey;
import org.katagpu.chat.ChatEvent;
import org.katagpu.chat.ChatEvent.End;
import org.katagpu.chat.Endpoint;
import org.katagpu.chat.FakeServer;
import org.katagpu.chat.SocketDuplex;
import org.katagpu.message.ProblemException;

/** A server that would take this machine's memory or never lets a call end. */
@Timeout(60)
class HostileServerTest {
    private static final long HEAP = 256L << 20;

    @Test
    void anEndlessAnswerIsCutAndSaidSo() throws Exception {
        try (FakeServer server = FakeServer.start((_, _, out) -> {
            out.stream();
            while (true) {
                out.part("你好".repeat(500));
            }
        })) {
            Taken taken = taken(server);
            assertThat(taken.end()).isInstanceOfSatisfying(ChatEvent.Failed.class, failed -> {
                assertThat(failed.problem().what().key()).isEqualTo("chat.problem.bound.characters");
                assertThat(failed.answer().ending()).isEqualTo(Ending.FAILED);
                assertThat(failed.answer().text()).hasSize(ResponseLimits.USUAL.characters());
            });
            assertThat(taken.most()).isLessThan(HEAP);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {": ping\n\n", "data: {\"choices\":[]}\n\n", "id: 1\n", "data:\n\n",
        "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"xxxxxxxx\"}}]}}]}\n\n"})
    void endlessEventsThatSayNothing(String event) throws Exception {
        String many = event.repeat((256 << 10) / event.length());
        try (FakeServer server = FakeServer.start((_, _, out) -> {
            out.stream();
            while (true) {
                out.chunk(many);
            }
        })) {
            Taken taken = taken(server);
            assertThat(taken.end()).isInstanceOfSatisfying(ChatEvent.Failed.class,
                    failed -> assertThat(failed.problem().what().key()).isEqualTo("chat.problem.bound.bytes"));
            assertThat(taken.most()).isLessThan(HEAP);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: x", "error: x", "data: {\"choices\":[{\"delta\":{\"content\":\""})
    void anEndlessEvent(String start) throws Exception {
        try (FakeServer server = FakeServer.start((_, _, out) -> {
            out.stream();
            out.chunk(start);
            while (true) {
                out.chunk("x".repeat(64 << 10));
            }
        })) {
            Taken taken = taken(server);
            assertThat(taken.end()).isInstanceOfSatisfying(ChatEvent.Failed.class,
                    failed -> assertThat(failed.problem().what().key()).isEqualTo("chat.problem.bound.event"));
            assertThat(taken.most()).isLessThan(HEAP);
        }
    }

    /** Small to send, large to keep. */
    @ParameterizedTest
    @ValueSource(strings = {"[],", "{},", "[[[[],[],", "{\"a\":{},\"b\":[]},"})
    void jsonThatGrows(String element) throws Exception {
        String event = "{\"choices\":[" + element.repeat((3 << 20) / element.length()) + "0]}";
        try (FakeServer server = FakeServer.start((_, _, out) -> {
            out.stream();
            out.event(event);
            out.done();
        })) {
            Taken taken = taken(server);
            assertThat(taken.end()).isInstanceOfSatisfying(ChatEvent.Failed.class,
                    failed -> assertThat(failed.problem().what().key()).isEqualTo("chat.problem.notjson"));
            assertThat(taken.most()).isLessThan(HEAP);
        }
    }

    @Test
    void anEndlessAnswerInOnePiece() throws Exception {
        try (FakeServer server = FakeServer.start((_, _, out) -> {
            out.text(
                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"choices\":[{\"message\":{\"content\":\"");
            while (true) {
                out.text("x".repeat(64 << 10));
            }
        })) {
            Taken taken = taken(server);
            assertThat(taken.end()).isInstanceOfSatisfying(ChatEvent.Failed.class,
                    failed -> assertThat(failed.problem().what().key()).isEqualTo("chat.problem.bound.body"));
            assertThat(taken.most()).isLessThan(HEAP);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anErrorThatIsNeverSaidToTheEnd(boolean fast) throws Exception {
        try (FakeServer server = FakeServer.start((_, in, out) -> {
            out.text("HTTP/1.1 500 No\r\nContent-Type: application/json\r\n\r\n{\"error\":{\"message\":\"the words ");
            while (fast) {
                out.text("x".repeat(64 << 10));
            }
            in.read();
        })) {
            Taken taken = taken(server);
            assertThat(taken.end()).isInstanceOfSatisfying(ChatEvent.Failed.class, failed -> {
                assertThat(failed.problem().what().key()).isEqualTo("chat.problem.server");
                assertThat(failed.problem().lastLines().getFirst()).contains("the words").hasSizeLessThan(4100);
            });
            assertThat(taken.most()).isLessThan(HEAP);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"id\":\"m\"},", "[],"})
    void endlessModels(String one) {
        try (FakeServer server = FakeServer.start((_, _, out) -> {
            out.text("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"data\":[");
            while (true) {
                out.text(one.repeat(1 << 12));
            }
        })) {
            assertThatThrownBy(Clients.of(server)::models)
                    .asInstanceOf(InstanceOfAssertFactories.throwable(ProblemException.class))
                    .extracting(e -> e.problem().what().key()).isEqualTo("chat.problem.bound.body");
        }
    }

    @Test
    void tooManyModels() {
        try (FakeServer server = FakeServer.start((_, _, out) -> out.json(200,
                "{\"data\":[" + "{\"id\":\"m\"},".repeat(5000) + "{\"id\":\"m\"}]}"))) {
            assertThatThrownBy(Clients.of(server)::models)
                    .asInstanceOf(InstanceOfAssertFactories.throwable(ProblemException.class))
                    .extracting(e -> e.problem().what().key()).isEqualTo("chat.problem.bound.models");
        }
    }

    /** Whatever is thrown on the way, also where memory is used up: an end comes, and it is the only one. */
    @ParameterizedTest
    @ValueSource(classes = {OutOfMemoryError.class, StackOverflowError.class, IllegalStateException.class,
        LinkageError.class})
    void anyThrowableIsAnEnd(Class<? extends Throwable> kind) throws Exception {
        Throwable thrown = kind.getDeclaredConstructor().newInstance();
        CountDownLatch ended = new CountDownLatch(1);
        End[] end = new End[1];
        new HttpChatClient((_, _) -> {
            throw HostileServerTest.<RuntimeException>sneaky(thrown);
        }, "admin@host", new Endpoint("10.88.0.5", 8000, java.util.Optional.empty(), "m", ApiKey.NONE)).send(QUESTION,
                event -> {
                    end[0] = (End) event;
                    ended.countDown();
                }).await();
        assertThat(ended.getCount()).isZero();
        assertThat(end[0]).isInstanceOfSatisfying(ChatEvent.Failed.class, failed -> {
            assertThat(failed.problem().what().key()).isEqualTo("chat.problem.unexpected");
            assertThat(failed.problem().lastLines().getFirst()).contains(kind.getName());
        });
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T sneaky(Throwable thrown) throws T {
        throw (T) thrown;
    }

    /** @param most bytes of heap in use at any event, beyond what was before */
    private record Taken(End end, long most) {}

    private static Taken taken(FakeServer server) throws Exception {
        System.gc();
        long before = used();
        long[] most = new long[1];
        End[] end = new End[1];
        Thread watch = Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    Thread.sleep(100);
                    if (used() - before > HEAP) {
                        System.gc();
                    }
                    most[0] = Math.max(most[0], used() - before);
                }
            } catch (InterruptedException done) {
                // The figures are taken.
            }
        });
        new HttpChatClient(SocketDuplex.to(server.port()), "admin@host",
                new Endpoint("10.88.0.5", 8000, java.util.Optional.empty(), "m", ApiKey.NONE)).send(QUESTION, event -> {
                    if (event instanceof End last) {
                        end[0] = last;
                    }
                }).await();
        watch.interrupt();
        watch.join();
        return new Taken(end[0], most[0]);
    }

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
