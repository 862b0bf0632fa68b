package org.katagpu.practice.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuestServerGateTest {
    private static final Addresses NOWHERE = new Addresses() {
        @Override
        public void expose(String address, int addressPort, int loopbackPort) {
            assertThat(address).isEqualTo("10.88.0.2");
        }

        @Override
        public void conceal(String address, int addressPort) {
            assertThat(addressPort).isEqualTo(8000);
        }
    };

    @TempDir
    private Path sandbox;
    private GuestServerGate door;
    private int port;
    private String word;

    @BeforeEach
    void open() throws IOException {
        door = new GuestServerGate(sandbox, NOWHERE, () -> {
            throw new IllegalStateException("nobody asks the firmware");
        });
        String[] said = Files.readString(sandbox.resolve("door")).strip().split(" ");
        port = Integer.parseInt(said[0]);
        word = said[1];
    }

    @AfterEach
    void close() throws IOException {
        door.close();
    }

    private Socket knock(String shown) throws IOException {
        Socket guest = new Socket(InetAddress.getLoopbackAddress(), port);
        guest.setSoTimeout(5000);
        guest.getOutputStream().write((shown + "\n10.88.0.2\n8000\nname\nowner/model\n100\n0\n\n\nsecret-key\n")
                .getBytes(StandardCharsets.UTF_8));
        return guest;
    }

    private static String line(Socket guest) throws IOException {
        return new BufferedReader(new InputStreamReader(guest.getInputStream(), StandardCharsets.UTF_8)).readLine();
    }

    private static int status(int server, String path, String key) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server + path))
                    .header("Authorization", "Bearer " + key).build(), BodyHandlers.discarding()).statusCode();
        }
    }

    @Test
    void whoDoesNotKnowTheWordGetsNothing() throws Exception {
        try (Socket guest = knock("guess")) {
            assertThat(line(guest)).isNull();
        }
    }

    @Test
    void theServerAsksForTheKeyAndLivesAsLongAsItsProcess() throws Exception {
        int server;
        try (Socket guest = knock(word)) {
            String answer = line(guest);
            assertThat(answer).startsWith("ready ");
            server = Integer.parseInt(answer.substring("ready ".length()));
            assertThat(status(server, "/health", "")).isEqualTo(200);
            assertThat(status(server, "/v1/models", "secret-key")).isEqualTo(200);
            assertThat(status(server, "/v1/models", "guess")).isEqualTo(401);
            assertThat(status(server, "/elsewhere", "")).isEqualTo(404);
        }
        awaitSilence(server);
        door.close();
        // The kernel takes the listener away only once the thread waiting at it has let go.
        awaitSilence(port);
    }

    private static void awaitSilence(int at) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (answers(at)) {
            assertThat(System.nanoTime()).as("ended in time").isLessThan(deadline);
            Thread.sleep(10);
        }
    }

    private static boolean answers(int server) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }
}
