package org.katagpu.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.remote.Host;
import org.katagpu.remote.ssh.RealSshd;
import org.katagpu.remote.ssh.TestUser;

/** Time to the first token through a real sshd, against curl through {@code ssh -L} to the same server. Needs root. */
@Tag("bench")
class FirstTokenBench {
    private static final int RUNS = 101;
    private static final int WARM = 20;
    private static final ChatRequest QUESTION = Conversation.begin(Settings.DEFAULT, Instant.EPOCH)
            .ask("q", Instant.EPOCH).request("m");

    @TempDir
    Path folder;

    @Test
    void againstCurlThroughAForward() throws Exception {
        RealSshd.assumeInstalled();
        try (RealSshd sshd = RealSshd.start();
                FakeServer server = FakeServer.start((_, _, out) -> {
                    out.stream();
                    out.part("x");
                    out.finish("stop");
                    out.done();
                })) {
            TestUser user = sshd.user("only for this run");
            int port = freePort();
            Process forward = forward(sshd, user, port, server.port());
            try (Host host = LoopbackSsh.connect(sshd, user, folder)) {
                awaitListening(port);
                ChatClient client = LoopbackSsh.client(host, server.port());
                List<Double> ours = new ArrayList<>();
                List<Double> curls = new ArrayList<>();
                for (int run = -WARM; run < RUNS; run++) {
                    RecordedEvents heard = new RecordedEvents();
                    client.send(QUESTION, heard);
                    double own = heard.finished().statistics().firstToken().orElseThrow().toNanos() / 1e6;
                    double curl = curl(port);
                    if (run >= 0) {
                        ours.add(own);
                        curls.add(curl);
                    }
                }
                double added = median(ours) - median(curls);
                System.out.printf("%-44s %8s%n", "time to the first token, median of " + RUNS, "ms");
                System.out.printf("%-44s %8.2f%n", "our client", median(ours));
                System.out.printf("%-44s %8.2f%n", "curl through ssh -L", median(curls));
                System.out.printf("%-44s %8.2f%n", "added", added);
                assertThat(added).isLessThanOrEqualTo(20);
            } finally {
                forward.destroy();
                forward.waitFor(10, TimeUnit.SECONDS);
            }
        }
    }

    private Process forward(RealSshd sshd, TestUser user, int from, int to) throws Exception {
        Path key = folder.resolve("key");
        new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString()).inheritIO().start()
                .waitFor();
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        user.authorize(Files.readString(folder.resolve("key.pub")).strip());
        return new ProcessBuilder("ssh", "-F", "none", "-N", "-i", key.toString(), "-oBatchMode=yes",
                "-oIdentitiesOnly=yes", "-oStrictHostKeyChecking=no", "-oUserKnownHostsFile=" + folder.resolve("k"),
                "-oExitOnForwardFailure=yes", "-L", "127.0.0.1:" + from + ":127.0.0.1:" + to, "-p",
                String.valueOf(sshd.port()), "-l", user.name(), sshd.address())
                .redirectErrorStream(true).redirectOutput(folder.resolve("forward").toFile()).start();
    }

    /** curl's own figure: its start as a process is not counted. */
    private double curl(int port) throws Exception {
        Process curl = new ProcessBuilder("curl", "-sS", "-N", "-o", folder.resolve("answer").toString(), "-w",
                "%{time_starttransfer}", "-H", "Content-Type: application/json", "--data-raw",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"q\"}],\"stream\":true}",
                "http://127.0.0.1:" + port + "/v1/chat/completions").redirectErrorStream(true).start();
        String said = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(curl.waitFor()).as(said).isZero();
        return Double.parseDouble(said) * 1000;
    }

    private static void awaitListening(int port) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (true) {
            try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
                assertThat(probe.isConnected()).isTrue();
                return;
            } catch (java.io.IOException notYet) {
                assertThat(System.nanoTime()).as("the forward to listen").isLessThan(until);
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}
