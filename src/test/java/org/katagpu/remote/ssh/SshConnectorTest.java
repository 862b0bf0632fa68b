package org.katagpu.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.common.Factory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.Capture;
import org.katagpu.remote.Duplex;
import org.katagpu.remote.Host;
import org.katagpu.remote.LinkLostException;
import org.katagpu.remote.LinkState;
import org.katagpu.remote.Script;
import org.katagpu.remote.Target;
import org.katagpu.remote.ssh.trust.HostKeyTrust;

/** The connection over a server in this process: what needs neither root nor OpenSSH. */
@Timeout(30)
class SshConnectorTest {
    @TempDir
    Path folder;
    private InProcessSshd sshd;

    @BeforeEach
    void start() throws IOException {
        sshd = InProcessSshd.start(folder);
    }

    @AfterEach
    void stop() throws IOException {
        sshd.close();
    }

    private Host connect() throws ProblemException, InterruptedException {
        return connect(sshd.port());
    }

    private Host connect(int port) throws ProblemException, InterruptedException {
        return connect("127.0.0.1", port);
    }

    private Host connect(String address, int port) throws ProblemException, InterruptedException {
        return new SshConnector(new HostKeyTrust(folder, folder.resolve("known"))).connect(Target.of(address, port,
                "admin"), new Admin().login(InProcessSshd.PASSWORD));
    }

    private String refusal(String address, int port) {
        return catchThrowableOfType(ProblemException.class, () -> connect(address, port).close()).problem().what()
                .key();
    }

    @Test
    void runsAScriptWithItsPayload() throws Exception {
        try (Host host = connect()) {
            Capture said = new Capture(1000);
            int status = host.run(Script.named("test").parameter("NAME", "it's").part(
                    "printf '%s ' \"$NAME\"; cat <&9; echo oops >&2; exit 3").payload(
                            to -> to.write("payload".getBytes(
                                    StandardCharsets.UTF_8)))
                    .build(), said);
            assertThat(status).isEqualTo(3);
            assertThat(said.text()).isEqualTo("it's payload");
            assertThat(said.errorLines()).containsExactly("oops");
            assertThat(host.link()).isInstanceOf(LinkState.Up.class);
            assertThat(host.label()).isEqualTo("admin@127.0.0.1:" + sshd.port());
        }
    }

    @Test
    void dialsThroughTheHost() throws Exception {
        try (Host host = connect(); ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            try (Duplex duplex = host.dial("127.0.0.1", server.getLocalPort()); Socket peer = server.accept()) {
                duplex.output().write("ping".getBytes(StandardCharsets.US_ASCII));
                assertThat(peer.getInputStream().readNBytes(4)).isEqualTo("ping".getBytes(StandardCharsets.US_ASCII));
                peer.getOutputStream().write("pong".getBytes(StandardCharsets.US_ASCII));
                assertThat(duplex.input().readNBytes(4)).isEqualTo("pong".getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    @Test
    void comesBackAfterALoss() throws Exception {
        try (Host host = connect()) {
            CountDownLatch begun = new CountDownLatch(1);
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread run = Thread.ofVirtual().start(() -> {
                try {
                    host.run(Script.named("test").part("echo on; read -r _ <&9").payload(_ -> {
                        begun.countDown();
                        park();
                    }).build(), new Capture(0));
                } catch (ProblemException | InterruptedException lost) {
                    thrown.set(lost);
                }
            });
            assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
            CountDownLatch away = new CountDownLatch(1);
            CountDownLatch back = new CountDownLatch(1);
            try (var _ = host.onLink(state -> {
                if (state instanceof LinkState.Reconnecting) {
                    away.countDown();
                } else if (away.getCount() == 0) {
                    back.countDown();
                }
            })) {
                sshd.stop();
                assertThat(run.join(Duration.ofSeconds(5))).isTrue();
                assertThat(thrown.get()).isInstanceOf(LinkLostException.class);
                assertThat(away.await(5, TimeUnit.SECONDS)).isTrue();
                sshd.resume();
                assertThat(back.await(10, TimeUnit.SECONDS)).isTrue();
            }
            Capture said = new Capture(100);
            assertThat(host.run(Script.named("test").part("echo back").build(), said)).isZero();
            assertThat(said.text()).isEqualTo("back\n");
        }
    }

    /** Until the test is over. */
    private static void park() throws IOException {
        try {
            TimeUnit.MINUTES.sleep(1);
        } catch (InterruptedException stopped) {
            throw new IOException(stopped);
        }
    }

    @Test
    void closedIsDownForGood() throws Exception {
        Host host = connect();
        host.close();
        assertThat(host.link()).isInstanceOf(LinkState.Down.class);
        assertThat(catchThrowableOfType(ProblemException.class, host::awaitLink).problem().what().key()).isEqualTo(
                "remote.closed");
        assertThat(catchThrowableOfType(ProblemException.class, () -> host.dial("127.0.0.1", 1)).problem().what()
                .key()).isEqualTo("remote.closed");
    }

    @Test
    void nothingListens() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        assertThat(refusal("127.0.0.1", free)).isEqualTo("remote.refused");
    }

    @Test
    void noSuchName() {
        assertThat(refusal("no-such-host.invalid", 22)).isEqualTo("remote.unknown-name");
    }

    @Test
    void somethingElseListens() throws Exception {
        try (ServerSocket web = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (Socket peer = web.accept()) {
                    peer.getInputStream().read();
                    peer.getOutputStream().write(("HTTP/1.1 400 Bad Request\r\nContent-Length: 400\r\n\r\n" + "x"
                            .repeat(400)).getBytes(StandardCharsets.US_ASCII));
                } catch (IOException closed) {
                    // The test has ended.
                }
            });
            assertThat(refusal("127.0.0.1", web.getLocalPort())).isIn("remote.not-ssh", "remote.hung-up");
        }
    }

    @Test
    void hungUpAtOnce() throws Exception {
        try (ServerSocket barred = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try {
                    barred.accept().close();
                } catch (IOException closed) {
                    // The test has ended.
                }
            });
            assertThat(refusal("127.0.0.1", barred.getLocalPort())).isEqualTo("remote.hung-up");
        }
    }

    @Test
    void interruptEndsConnectingAtOnce() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread caller = Thread.ofVirtual().start(() -> {
                try {
                    connect(silent.getLocalPort()).close();
                } catch (ProblemException | InterruptedException ended) {
                    thrown.set(ended);
                }
            });
            try (Socket peer = silent.accept()) {
                assertThat(peer.getInputStream().read()).isEqualTo('S');
                caller.interrupt();
                assertThat(caller.join(Duration.ofSeconds(1))).isTrue();
                assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
            }
        }
    }

    @Test
    void onlyUnsafeCiphersInCommon() {
        sshd.onlyOldCiphers();
        assertThat(refusal("127.0.0.1", sshd.port())).isEqualTo("remote.no-algorithm");
    }

    @Test
    void nothingUnsafeIsOffered() {
        Config config = SshAlgorithms.config();
        assertThat(config.getCipherFactories()).extracting(Factory.Named::getName).hasSize(6).noneMatch(
                name -> name.matches(".*(cbc|arcfour|3des|blowfish|cast).*"));
        assertThat(config.getKeyExchangeFactories()).extracting(Factory.Named::getName).contains("curve25519-sha256",
                "ext-info-c").noneMatch(name -> name.endsWith("sha1"));
        assertThat(config.getMACFactories()).extracting(Factory.Named::getName).hasSize(4).allMatch(
                name -> name.startsWith("hmac-sha2-"));
        assertThat(config.getKeyAlgorithms()).extracting(Factory.Named::getName).doesNotContain("ssh-rsa", "ssh-dss")
                .contains("ssh-ed25519", "rsa-sha2-512", "rsa-sha2-256");
    }
}
