package org.katagpu.chat.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.katagpu.chat.wire.Clients.ask;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.katagpu.chat.ApiKey;
import org.katagpu.chat.FakeServer;
import org.katagpu.chat.TestCertificate;
import org.katagpu.message.Problem;
import org.katagpu.message.Text;

/** TLS with one certificate that is trusted, and no other. */
class TlsTest {
    private static final FakeServer.Script ANSWER = (_, _, out) -> {
        out.stream();
        out.part("secret ");
        out.part("words");
        out.finish("stop");
        out.done();
    };

    @ParameterizedTest
    @ValueSource(ints = {1, -1})
    void thePinnedCertificate(int days) throws Exception {
        TestCertificate certificate = TestCertificate.make(Duration.ofDays(days));
        try (FakeServer server = FakeServer.start(certificate.sockets(), ANSWER)) {
            assertThat(ask(Clients.of(server, Optional.of(certificate.pin()), ApiKey.NONE)).finished().text())
                    .isEqualTo("secret words");
            assertThat(server.requests().getFirst().headers()).containsEntry("host", "10.88.0.5:8000");
        }
    }

    @Test
    void anyOtherCertificateGetsNothing() throws Exception {
        TestCertificate wanted = TestCertificate.make();
        TestCertificate shown = TestCertificate.make();
        try (FakeServer server = FakeServer.start(shown.sockets(), ANSWER)) {
            Problem problem = ask(Clients.of(server, Optional.of(wanted.pin()), ApiKey.NONE)).problem();
            assertThat(problem.what()).isEqualTo(Text.of("chat.problem.pin"));
            assertThat(problem.lastLines()).containsExactly("expected " + wanted.pin().withColons(),
                    "shown    " + shown.pin().withColons());
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void tlsOnAPlainPort() throws Exception {
        try (FakeServer server = FakeServer.deaf((_, in, out) -> {
            in.read();
            out.text("HTTP/1.1 400 Bad Request\r\n\r\n");
        })) {
            Problem problem = ask(Clients.of(server, Optional.of(TestCertificate.make().pin()), ApiKey.NONE))
                    .problem();
            assertThat(problem.what()).isEqualTo(Text.of("chat.problem.plainport", "10.88.0.5:8000"));
        }
    }

    @Test
    void plainHttpOnATlsPort() throws Exception {
        TestCertificate certificate = TestCertificate.make();
        try (FakeServer server = FakeServer.start(certificate.sockets(), ANSWER)) {
            Problem problem = ask(server).problem();
            assertThat(problem.what()).isEqualTo(Text.of("chat.problem.tlsport", "10.88.0.5:8000"));
        }
    }

    @Test
    void aPortThatClosesOnTls() throws Exception {
        try (FakeServer server = FakeServer.deaf((_, in, _) -> in.read())) {
            Problem problem = ask(Clients.of(server, Optional.of(TestCertificate.make().pin()), ApiKey.NONE))
                    .problem();
            assertThat(problem.what()).isEqualTo(Text.of("chat.problem.tls"));
        }
    }
}
