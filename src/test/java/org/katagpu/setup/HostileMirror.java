package org.katagpu.setup;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A mirror that answers over https and http on loopback, and means harm where asked: {@code /good} (bytes, with ranges),
 * {@code /away} (leads to {@code /good} over http), {@code /endless} (never ends, tells no length), {@code /drip} (the same, two bytes a second), {@code /huge} (tells
 * more than any bound), {@code /cut} (breaks off halfway, again and again until all is sent), {@code /refused} (403).
 */
public final class HostileMirror implements AutoCloseable {
    private static final int BLOCK = 1 << 16;

    /** What a request asked for: scheme, path, range. */
    public final List<String> asked = new CopyOnWriteArrayList<>();
    private final byte[] good;
    private final HttpsServer secure;
    private final HttpServer plain;
    private final Path certificate;

    /** @param folder for the key and the certificate */
    public HostileMirror(Path folder, byte[] good) throws Exception {
        this.good = good;
        Path store = folder.resolve("mirror.p12");
        certificate = folder.resolve("mirror.pem");
        keytool("-genkeypair", "-keystore", store.toString(), "-storepass", "mirror", "-alias", "mirror", "-keyalg",
                "EC",
                "-dname", "CN=127.0.0.1", "-ext", "san=ip:127.0.0.1");
        keytool("-exportcert", "-rfc", "-keystore", store.toString(), "-storepass", "mirror", "-alias", "mirror",
                "-file",
                certificate.toString());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "mirror".toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "mirror".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        secure = HttpsServer.create(loopback, 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(context));
        plain = HttpServer.create(loopback, 0);
        for (HttpServer server : List.of(secure, plain)) {
            server.createContext("/", exchange -> answer(server == secure ? "https" : "http", exchange));
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.start();
        }
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(said);
        }
    }

    /** The file that holds the mirror's certificate: curl believes it with {@code CURL_CA_BUNDLE}. */
    public Path certificate() {
        return certificate;
    }

    public String https(String path) {
        return "https://127.0.0.1:" + secure.getAddress().getPort() + path;
    }

    public String http(String path) {
        return "http://127.0.0.1:" + plain.getAddress().getPort() + path;
    }

    private void answer(String scheme, HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String range = exchange.getRequestHeaders().getFirst("Range");
        asked.add(scheme + " " + path + (range == null ? "" : " " + range));
        try (exchange) {
            switch (path) {
                case "/good" -> send(exchange, range, Integer.MAX_VALUE);
                case "/cut" -> send(exchange, range, good.length / 2);
                case "/away" -> {
                    exchange.getResponseHeaders().set("Location", http("/good"));
                    exchange.sendResponseHeaders(302, -1);
                }
                case "/huge" -> {
                    exchange.sendResponseHeaders(200, 1L << 42);
                    exchange.getResponseBody().write(new byte[BLOCK]);
                }
                case "/drip" -> {
                    exchange.sendResponseHeaders(200, 0);
                    drip(exchange.getResponseBody());
                }
                case "/endless" -> {
                    exchange.sendResponseHeaders(200, 0);
                    OutputStream body = exchange.getResponseBody();
                    while (true) {
                        body.write(new byte[BLOCK]);
                    }
                }
                default -> exchange.sendResponseHeaders(403, -1);
            }
        }
    }

    private static void drip(OutputStream body) throws IOException {
        try {
            while (true) {
                body.write(1);
                body.flush();
                Thread.sleep(500);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(HttpExchange exchange, String range, int most) throws IOException {
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
        if (from >= good.length) {
            exchange.getResponseHeaders().set("Content-Range", "bytes */" + good.length);
            exchange.sendResponseHeaders(416, -1);
            return;
        }
        if (range != null) {
            exchange.getResponseHeaders().set("Content-Range",
                    "bytes " + from + "-" + (good.length - 1) + "/" + good.length);
        }
        exchange.sendResponseHeaders(range == null ? 200 : 206, good.length - from);
        exchange.getResponseBody().write(good, from, Math.min(most, good.length - from));
        exchange.getResponseBody().flush();
    }

    @Override
    public void close() {
        secure.stop(0);
        plain.stop(0);
    }
}
