package org.katagpu.setup.rootfs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** Files over HTTP on loopback, with ranges; can break off or stand still after some bytes. */
public final class FileServer implements AutoCloseable {
    final List<String> ranges = new CopyOnWriteArrayList<>();
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final HttpServer server;
    private volatile int breakAfter = Integer.MAX_VALUE;
    private volatile boolean standStill;

    public FileServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    public void serve(String path, byte[] bytes) {
        files.put(path, bytes);
    }

    /** The next download breaks off after that many bytes. */
    public void breakAfter(int bytes) {
        breakAfter = bytes;
    }

    /** The next download sends that many bytes, then nothing more. */
    public void standStillAfter(int bytes) {
        breakAfter = bytes;
        standStill = true;
    }

    /** Of every download that asked for one. */
    public List<String> ranges() {
        return List.copyOf(ranges);
    }

    public String address(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] file = files.get(exchange.getRequestURI().getPath());
        if (file == null) {
            exchange.sendResponseHeaders(404, -1);
        } else if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(file.length));
            exchange.sendResponseHeaders(200, -1);
        } else {
            send(exchange, file);
        }
        exchange.close();
    }

    private void send(HttpExchange exchange, byte[] file) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = 0;
        if (range != null) {
            ranges.add(range);
            from = Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
            exchange.getResponseHeaders().set("Content-Range",
                    "bytes " + from + "-" + (file.length - 1) + "/" + file.length);
        }
        if (from >= file.length) {
            exchange.sendResponseHeaders(416, -1);
            return;
        }
        int count = Math.min(file.length - from, breakAfter);
        breakAfter = Integer.MAX_VALUE;
        exchange.sendResponseHeaders(range == null ? 200 : 206, file.length - from);
        OutputStream body = exchange.getResponseBody();
        body.write(file, from, count);
        body.flush();
        if (standStill) {
            standStill = false;
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
    }
}
