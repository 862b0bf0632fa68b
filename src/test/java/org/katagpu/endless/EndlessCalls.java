package org.katagpu.endless;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.katagpu.chat.ApiKey;
import org.katagpu.chat.ChatEvent;
import org.katagpu.chat.ChatRequest;
import org.katagpu.chat.Endpoint;
import org.katagpu.chat.FakeServer;
import org.katagpu.chat.Message;
import org.katagpu.chat.Settings;
import org.katagpu.chat.SocketDuplex;
import org.katagpu.chat.wire.HttpChatClient;
import org.katagpu.host.NvidiaModels;
import org.katagpu.job.HostJobs;
import org.katagpu.message.Messages;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.remote.Capture;
import org.katagpu.remote.Host;
import org.katagpu.remote.HostKeyQuestion;
import org.katagpu.remote.Questions;
import org.katagpu.remote.Script;
import org.katagpu.remote.Target;
import org.katagpu.remote.ssh.HostileHost;
import org.katagpu.remote.ssh.SshConnector;
import org.katagpu.remote.ssh.config.TrustRules;
import org.katagpu.remote.ssh.trust.HostKeyTrust;
import org.katagpu.setup.Plan;
import org.katagpu.setup.StageRunner;
import org.katagpu.setup.StageScripts;
import org.katagpu.setup.network.NetworkStage;
import org.katagpu.setup.preflight.HostScanner;
import org.katagpu.ui.log.LogBook;
import org.katagpu.ui.log.LogModel;

/**
 * The calls of {@link EndlessTest}, in a program with little heap: each is made again and again for as long as is wanted,
 * against somebody who never stops. A line for each: how many, how they ended, the longest, the most heap.
 */
final class EndlessCalls {
    private static final PrintStream SAY = System.out;
    private static final String ONLY = System.getProperty("endless.only", "");

    private final Path folder;
    private final long nanos;

    private EndlessCalls(Path folder, double seconds) {
        this.folder = folder;
        this.nanos = (long) (seconds * 1e9);
    }

    static void main(String[] arguments) throws Exception {
        new EndlessCalls(Path.of(arguments[0]), Double.parseDouble(arguments[1])).all();
        System.exit(0);
    }

    private interface Call {
        void make() throws Exception;
    }

    private void during(String name, Call call) throws Exception {
        long end = System.nanoTime() + nanos;
        long longest = 0;
        int made = 0;
        TreeSet<String> ends = new TreeSet<>();
        pools().forEach(MemoryPoolMXBean::resetPeakUsage);
        do {
            long began = System.nanoTime();
            try {
                call.make();
                ends.add("no-problem");
            } catch (ProblemException problem) {
                ends.add(problem.problem().what().key());
            }
            longest = Math.max(longest, System.nanoTime() - began);
            made++;
        } while (System.nanoTime() < end);
        long peak = pools().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
        SAY.printf(Locale.ROOT, "endless %s: %s: %d calls, longest %d ms, heap at most %d MB%n", name,
                String.join("+", ends), made, longest / 1_000_000, peak >> 20);
    }

    private static java.util.stream.Stream<MemoryPoolMXBean> pools() {
        return ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.HEAP);
    }

    private Host connect(int port, TrustRules rules) throws ProblemException, InterruptedException {
        return new SshConnector(new HostKeyTrust(folder, folder.resolve("known"), _ -> rules))
                .connect(Target.of("127.0.0.1", port, "admin"), new Password());
    }

    private void all() throws Exception {
        if (ONLY.equals("log")) {
            log();
            return;
        }
        TrustRules usual = TrustRules.usual(folder);
        try (HostileHost hostile = new HostileHost(); Host host = connect(hostile.port(), usual)) {
            for (HostileHost.Trick trick : List.of(HostileHost.Trick.ENDLESS_GREETING,
                    HostileHost.Trick.READY_MARK_WITHOUT_END, HostileHost.Trick.ENDLESS_LINE,
                    HostileHost.Trick.ENDLESS_LINES, HostileHost.Trick.ENDLESS_ERRORS)) {
                hostile.turn(trick);
                during("script-" + trick.name().toLowerCase(Locale.ROOT),
                        () -> host.run(Script.named("test").part("true").build(), new Capture(64 * 1024)));
            }
            StageRunner runner = new StageRunner(host, new HostJobs(host, "test@here"), new StageScripts(),
                    new Messages(Locale.ENGLISH));
            hostile.turn(HostileHost.Trick.ENDLESS_FACTS);
            during("host-check-facts",
                    () -> new HostScanner(NvidiaModels.bundled(), InstantSource.system()).scan(host));
            during("stage-check-facts", () -> runner.check(new NetworkStage(), Plan.EMPTY));
            hostile.turn(HostileHost.Trick.ENDLESS_LINES);
            during("stage-check-log", () -> runner.check(new NetworkStage(), Plan.EMPTY));
            during("job-answers", runner::jobs);
        }
        greeting(usual);
        knownHosts();
        log();
        chat();
    }

    /** Lines before the version of SSH. */
    private void greeting(TrustRules usual) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> {
                while (!server.isClosed()) {
                    try (Socket peer = server.accept(); OutputStream out = peer.getOutputStream()) {
                        byte[] line = "no version yet\r\n".repeat(100).getBytes(StandardCharsets.US_ASCII);
                        while (true) {
                            out.write(line);
                        }
                    } catch (IOException cut) {
                        // The other side has had enough.
                    }
                }
            });
            during("greeting", () -> connect(server.getLocalPort(), usual).close());
        }
    }

    /** Files of trust that do not end, or nearly. */
    private void knownHosts() throws Exception {
        Path many = folder.resolve("many");
        Files.writeString(many, "a\n".repeat(8 << 20));
        Path most = folder.resolve("most");
        Files.writeString(most, ("host.example ssh-ed25519 " + "A".repeat(120) + "\n").repeat(99_000));
        for (Path file : List.of(Path.of("/dev/zero"), many, most)) {
            TrustRules known = new TrustRules(Optional.empty(), List.of(file), List.of(), false);
            TrustRules revoked = new TrustRules(Optional.empty(), List.of(), List.of(file), false);
            try (HostileHost hostile = new HostileHost()) {
                String name = file.getFileName().toString();
                during("known-hosts-" + name, () -> connect(hostile.port(), known).close());
                during("revoked-keys-" + name, () -> connect(hostile.port(), revoked).close());
            }
        }
    }

    /** A log on this machine's disk. */
    private void log() throws Exception {
        long end = System.nanoTime() + nanos;
        long lines = 0;
        pools().forEach(MemoryPoolMXBean::resetPeakUsage);
        Path spools = Files.createDirectory(folder.resolve("spools"));
        try (LogBook book = new LogBook(spools, InstantSource.system())) {
            LogModel log = book.open(Text.of("Test"));
            while (System.nanoTime() < end) {
                log.line("line " + lines++ + " " + "x".repeat(200));
            }
            long disk = 0;
            // It has no name any more: nothing of it is left when the program ends, however that is.
            try (var open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
                for (Path one : open) {
                    disk += isSpool(one) ? Files.size(one) : 0;
                }
            }
            SAY.printf(Locale.ROOT, "endless log: kept: %d lines, disk %d MB, heap at most %d MB%n", lines, disk >> 20,
                    pools().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() >> 20);
        }
    }

    private static boolean isSpool(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().contains(".spool");
        } catch (IOException closed) {
            return false;
        }
    }

    private void chat() throws Exception {
        String text = "{\"choices\":[{\"delta\":{\"content\":\"" + "word ".repeat(100) + "\"}}]}";
        answer("words", out -> out.event(text));
        answer("keep-alives", out -> out.chunk(": ping\n\n".repeat(4000)));
        answer("one-event", out -> out.chunk("data: " + "x".repeat(64 << 10)));
        try (FakeServer server = FakeServer.start((_, _, out) -> {
            out.text("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"data\":[");
            while (true) {
                out.text("{\"id\":\"m\"},".repeat(1 << 12));
            }
        })) {
            during("chat-models", () -> client(server).models());
        }
    }

    private interface Piece {
        void to(FakeServer.Out out) throws IOException;
    }

    private void answer(String name, Piece piece) throws Exception {
        try (FakeServer server = FakeServer.start((_, _, out) -> {
            out.stream();
            while (true) {
                piece.to(out);
            }
        })) {
            during("chat-" + name, () -> {
                CompletableFuture<ChatEvent.End> end = new CompletableFuture<>();
                client(server).send(ChatRequest.of("m", List.of(new Message(Message.Role.USER, "?")), Settings.DEFAULT),
                        event -> {
                            if (event instanceof ChatEvent.End last) {
                                end.complete(last);
                            }
                        }).await();
                if (end.join() instanceof ChatEvent.Failed failed) {
                    throw new ProblemException(failed.problem());
                }
            });
        }
    }

    private static HttpChatClient client(FakeServer server) {
        return new HttpChatClient(SocketDuplex.to(server.port()), "admin@host",
                new Endpoint("10.88.0.5", 8000, Optional.empty(), "m", ApiKey.NONE));
    }

    private record Password() implements Questions {
        @Override
        public HostKeyAnswer hostKey(HostKeyQuestion question) {
            return HostKeyAnswer.ONCE;
        }

        @Override
        public Optional<char[]> secret(SecretQuestion question) {
            return question.attempt() == 1 ? Optional.of(HostileHost.PASSWORD.toCharArray()) : Optional.empty();
        }
    }
}
