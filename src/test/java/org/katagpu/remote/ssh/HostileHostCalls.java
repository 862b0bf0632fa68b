package org.katagpu.remote.ssh;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.Capture;
import org.katagpu.remote.Host;
import org.katagpu.remote.HostFiles;
import org.katagpu.remote.Output;
import org.katagpu.remote.Script;
import org.katagpu.remote.Target;
import org.katagpu.remote.ssh.trust.HostKeyTrust;

/** The calls of {@link HostileHostTest}: a line for each, with the problem it ended with and the time it took. */
final class HostileHostCalls {
    private static final PrintStream SAY = System.out;
    private static final WaitLimits SHORT = new WaitLimits(Duration.ofSeconds(12), Duration.ofSeconds(2),
            Duration.ofSeconds(4), Duration.ofSeconds(3));
    private final Path folder;

    private HostileHostCalls(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws Exception {
        new HostileHostCalls(Path.of(arguments[0])).all();
        System.exit(0);
    }

    private interface Call {
        void make() throws Exception;
    }

    private static void call(String name, Call call) throws Exception {
        long began = System.nanoTime();
        String end = "no problem";
        try {
            call.make();
        } catch (ProblemException problem) {
            end = problem.problem().what().key();
        }
        SAY.println("call " + name + ": " + end + " after " + (System.nanoTime() - began) / 1_000_000 + " ms");
    }

    private Host connect(int port, Admin admin) throws ProblemException, InterruptedException {
        return new SshConnector(new HostKeyTrust(folder, folder.resolve("known")), KeyOffers.NONE, SHORT).connect(
                Target.of("127.0.0.1", port, "admin"), admin);
    }

    private static Admin admin() {
        return new Admin().login(HostileHost.PASSWORD);
    }

    private void all() throws Exception {
        for (HostileHost.Trick trick : HostileHost.Trick.values()) {
            try (HostileHost hostile = new HostileHost(); Host host = connect(hostile.port(), admin())) {
                hostile.turn(trick);
                Script script = Script.named("test").parameter("KATAGPU_NONCE", "0123abcd").part("true")
                        .within(Duration.ofSeconds(trick == HostileHost.Trick.DRIP ? 4 : 100)).build();
                call(trick.name(), () -> host.run(script, new Capture(64 * 1024)));
            }
        }
        try (HostileHost hostile = new HostileHost(); Host host = connect(hostile.port(), admin())) {
            hostile.turn(HostileHost.Trick.ENDLESS_LINE);
            call("file", () -> new HostFiles(host).read("/etc/motd", 1000));
            call("thrown", () -> host.run(Script.named("test").part("true").build(), new Throwing()));
        }
        login("banner", 0, "b".repeat(30_000));
        login("prompt", 1, "Password: " + "p".repeat(100_000));
        login("prompts", 20_000, "?");
        version();
    }

    private void login(String name, int questions, String words) throws Exception {
        try (HostileHost hostile = new HostileHost()) {
            if (questions > 0) {
                hostile.asks(questions, words);
            } else {
                hostile.banner(words);
            }
            call(name, () -> connect(hostile.port(), new Admin().login("w", "w", "w", "w").answers(
                    org.katagpu.remote.Questions.SecretKind.KEYBOARD_INTERACTIVE, "w", "w", "w", "w")).close());
        }
    }

    /** A greeting before the version, without end. */
    private void version() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> {
                try (Socket peer = server.accept(); OutputStream out = peer.getOutputStream()) {
                    byte[] line = "no version yet\r\n".repeat(100).getBytes(StandardCharsets.US_ASCII);
                    while (true) {
                        out.write(line);
                    }
                } catch (IOException cut) {
                    // The other side has had enough.
                }
            });
            call("version", () -> connect(server.getLocalPort(), admin()).close());
        }
    }

    /** A taker that breaks. */
    private static final class Throwing implements Output {
        @Override
        public void stdout(byte[] bytes, int offset, int length) {
            throw new AssertionError("a taker's own fault");
        }

        @Override
        public void stderr(byte[] bytes, int offset, int length) {
            throw new AssertionError("a taker's own fault");
        }
    }
}
