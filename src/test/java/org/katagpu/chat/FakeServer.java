package org.katagpu.chat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/** A server on loopback that answers every request with the bytes a test gives it, right or wrong. */
public final class FakeServer implements AutoCloseable {
    private final ServerSocket listener;
    private final Script script;
    private final boolean reads;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final Thread accepting;

    /** Writes a response; the connection closes when it returns. */
    @FunctionalInterface
    public interface Script {
        void answer(Request request, InputStream in, Out out) throws IOException, InterruptedException;
    }

    /** @param headers names in lower case */
    public record Request(String line, Map<String, String> headers, String body) {}

    private FakeServer(ServerSocket listener, boolean reads, Script script) {
        this.reads = reads;
        this.listener = listener;
        this.script = script;
        this.accepting = Thread.ofVirtual().start(this::accept);
    }

    public static FakeServer start(Script script) {
        return start(ServerSocketFactory.getDefault(), script);
    }

    /** @param sockets for TLS */
    public static FakeServer start(ServerSocketFactory sockets, Script script) {
        try {
            return new FakeServer(sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress()), true, script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One that does not try to understand what it is sent: the script gets an empty request. */
    public static FakeServer deaf(Script script) {
        try {
            return new FakeServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), false, script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers every request with the same text. */
    public static FakeServer saying(String response) {
        return start((_, _, out) -> out.text(response));
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Requests understood so far. */
    public List<Request> requests() {
        return requests;
    }

    public int connections() {
        return connections.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                connections.incrementAndGet();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            Request request = reads ? read(in) : new Request("", Map.of(), "");
            if (reads) {
                requests.add(request);
            }
            script.answer(request, in, new Out(socket));
        } catch (IOException | InterruptedException clientGone) {
            // The test looks at what the client made of it.
        } finally {
            open.remove(socket);
        }
    }

    private static Request read(InputStream in) throws IOException {
        String line = line(in);
        Map<String, String> headers = new TreeMap<>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.put(header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return new Request(line, headers,
                length > 1 << 20 ? "" : new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int one = in.read(); one != '\n'; one = in.read()) {
            if (one < 0) {
                throw new IOException("closed");
            }
            line.append((char) one);
        }
        return line.toString().stripTrailing();
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
            accepting.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What a script writes with. */
    public static final class Out {
        private final Socket socket;
        private final OutputStream out;

        Out(Socket socket) throws IOException {
            this.socket = socket;
            this.out = socket.getOutputStream();
        }

        public void text(String text) throws IOException {
            bytes(text.getBytes(StandardCharsets.UTF_8));
        }

        public void bytes(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        public void json(int status, String body) throws IOException {
            json(status, "", body);
        }

        /** @param headers each with its CRLF */
        public void json(int status, String headers, String body) throws IOException {
            text("HTTP/1.1 " + status + " Words\r\nContent-Type: application/json\r\nContent-Length: "
                    + body.getBytes(StandardCharsets.UTF_8).length + "\r\n" + headers + "\r\n" + body);
        }

        /** The head of an event stream in chunks. */
        public void stream() throws IOException {
            text("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n");
        }

        public void chunk(String text) throws IOException {
            text(Integer.toHexString(text.getBytes(StandardCharsets.UTF_8).length) + "\r\n" + text + "\r\n");
        }

        public void event(String data) throws IOException {
            chunk("data: " + data + "\n\n");
        }

        /** A part of the answer, as vLLM sends it. */
        public void part(String content) throws IOException {
            event("{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"model\":\"m\",\"choices\":[{\"index\":0,"
                    + "\"delta\":{\"content\":\"" + content + "\"},\"finish_reason\":null}]}");
        }

        public void finish(String reason) throws IOException {
            event("{\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" + reason + "\"}]}");
        }

        public void done() throws IOException {
            event("[DONE]");
            text("0\r\n\r\n");
        }

        /** Ends the connection with a reset. */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}
