package org.katagpu.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.connection.channel.direct.DirectConnection;
import net.schmizz.sshj.connection.channel.direct.Session;
import net.schmizz.sshj.userauth.UserAuthException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.remote.Target;

class PracticeHostTest {
    @TempDir(factory = FastTempDir.class)
    Path temp;
    private PracticeHost host;
    private SSHClient client;

    @BeforeEach
    void start() throws Exception {
        host = PracticeHost.start(Persona.KUNPENG_4GPU, temp);
        client = connect(new String(host.password()));
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        host.close();
    }

    private SSHClient connect(String password) throws IOException {
        Target target = host.target();
        SSHClient fresh = new SSHClient();
        fresh.addHostKeyVerifier(target.pinnedKey().orElseThrow());
        fresh.connect(target.address(), target.port());
        fresh.authPassword(target.user(), password);
        return fresh;
    }

    private String run(String command, String input) throws IOException {
        try (Session session = client.startSession()) {
            Session.Command running = session.exec(command);
            try (var in = running.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String out = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            running.join(10, TimeUnit.SECONDS);
            return out + running.getExitStatus();
        }
    }

    @Test
    void scriptsRunInTheSandbox() throws Exception {
        assertThat(run("bash -s", "uname -m; hostname; echo \"$PATH\"; exit 7\n"))
                .isEqualTo("aarch64\ngpu-host-01\n" + host.sandbox().bin() + "\n7");
    }

    @Test
    void bothStreamsAndMuchOutputArriveWhole() throws Exception {
        try (Session session = client.startSession()) {
            Session.Command running = session.exec("seq 200000; echo oops >&2; exit 3");
            assertThat(new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().count())
                    .isEqualTo(200_000);
            assertThat(running.getErrorStream().readAllBytes()).asString().isEqualTo("oops\n");
            running.join(10, TimeUnit.SECONDS);
            assertThat(running.getExitStatus()).isEqualTo(3);
        }
    }

    @Test
    void aWrongPasswordAndAnotherUserAreRefused() {
        assertThatThrownBy(() -> connect("guess")).isInstanceOf(UserAuthException.class);
    }

    @Test
    void thereIsNoInteractiveShellAndNoSubsystem() throws Exception {
        try (Session session = client.startSession()) {
            assertThatThrownBy(session::startShell).isInstanceOf(ConnectionException.class);
        }
        try (Session session = client.startSession()) {
            assertThatThrownBy(() -> session.startSubsystem("sftp")).isInstanceOf(ConnectionException.class);
        }
    }

    @Test
    void onlyExposedAddressesCanBeDialled() throws Exception {
        try (ServerSocket service = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (var peer = service.accept()) {
                    peer.getOutputStream().write("model".getBytes(StandardCharsets.UTF_8));
                } catch (IOException closed) {
                    Thread.currentThread().interrupt();
                }
            });
            assertThatThrownBy(() -> client.newDirectConnection("127.0.0.1", service.getLocalPort()))
                    .isInstanceOf(ConnectionException.class);
            host.expose("10.88.0.2", 8000, service.getLocalPort());
            try (DirectConnection dialled = client.newDirectConnection("10.88.0.2", 8000)) {
                assertThat(dialled.getInputStream().readAllBytes()).asString().isEqualTo("model");
            }
            assertThatThrownBy(() -> client.newDirectConnection("10.88.0.2", 22))
                    .isInstanceOf(ConnectionException.class);
        }
    }

    @Test
    void aDetachedJobOutlivesItsChannelAndTheConnection() throws Exception {
        run("bash -s", """
                setsid bash -c 'until [[ -e $HOME/go ]]; do sleep 0.02; done; echo done >"$HOME/result"' \\
                  </dev/null >/dev/null 2>&1 &
                """);
        host.dropConnections();
        await(() -> !client.isConnected() || host.sessions() == 0);
        assertThat(host.sandbox().processes()).isNotEmpty();
        client = connect(new String(host.password()));
        run("touch \"$HOME/go\"", "");
        Path result = host.sandbox().root().resolve("root/result");
        await(() -> Files.exists(result) && host.sandbox().processes().isEmpty());
        assertThat(result).hasContent("done");
    }

    @Test
    void aCommandGoesOnWhenItsConnectionIsCut() throws Exception {
        Session session = client.startSession();
        session.exec("until [[ -e $HOME/go ]]; do sleep 0.02; done; touch \"$HOME/after\"");
        await(() -> !host.sandbox().processes().isEmpty());
        host.dropConnections();
        await(() -> host.sessions() == 0);
        Files.createFile(host.sandbox().root().resolve("root/go"));
        await(() -> Files.exists(host.sandbox().root().resolve("root/after")));
    }

    @Test
    void aFrozenConnectionAnswersNoMore() throws Exception {
        assertThat(run("echo awake", "")).isEqualTo("awake\n0");
        host.freezeConnections();
        CompletableFuture<String> asked = CompletableFuture.supplyAsync(() -> {
            try {
                return run("echo awake", "");
            } catch (IOException cut) {
                return "cut";
            }
        });
        assertThatThrownBy(() -> asked.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        host.dropConnections();
        assertThat(asked.get(10, TimeUnit.SECONDS)).isEqualTo("cut");
    }

    @Test
    void theServerComesBackAsTheSameHost() throws Exception {
        Target before = host.target();
        host.stopServer();
        assertThatThrownBy(() -> connect(new String(host.password()))).isInstanceOf(IOException.class);
        host.startServer();
        assertThat(host.target()).isEqualTo(before);
        client = connect(new String(host.password()));
        assertThat(run("echo back", "")).isEqualTo("back\n0");
    }

    @Test
    void closeLeavesNoProcessAndNoFolder() throws Exception {
        run("bash -s", "setsid sleep 600 </dev/null >/dev/null 2>&1 &\n");
        List<ProcessHandle> running = host.sandbox().processes();
        assertThat(running).isNotEmpty();
        host.close();
        assertThat(running).allSatisfy(SandboxRun::awaitEnd);
        assertThat(temp).isEmptyDirectory();
        assertThat(host.password()).containsOnly('\0');
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.sleep(10);
        }
    }
}
