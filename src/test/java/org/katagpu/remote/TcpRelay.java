package org.katagpu.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** Stands between client and server and breaks their connections with TCP's own reset; can be pulled and plugged in. */
public final class TcpRelay implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final Supplier<InetSocketAddress> server;
    private volatile boolean plugged = true;

    /** @param server asked at each connection: it may be another one after a restart */
    public TcpRelay(Supplier<InetSocketAddress> server) throws IOException {
        this.server = server;
        Thread.ofVirtual().name("relay").start(this::accept);
    }

    public String address() {
        return listener.getInetAddress().getHostAddress();
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Resets every connection there is. */
    public void reset() throws IOException {
        for (Socket socket : sockets) {
            if (!socket.isClosed()) {
                socket.setSoLinger(true, 0);
                socket.close();
            }
        }
        sockets.clear();
    }

    /** Every connection breaks, and none comes about. */
    public void pull() throws IOException {
        plugged = false;
        reset();
    }

    public void plug() {
        plugged = true;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                carry(listener.accept());
            } catch (IOException gone) {
                // The test has ended, or the server is not there.
            }
        }
    }

    private void carry(Socket client) throws IOException {
        if (!plugged) {
            client.close();
            return;
        }
        sockets.add(client);
        try {
            InetSocketAddress to = server.get();
            Socket other = new Socket(to.getAddress(), to.getPort());
            sockets.add(other);
            Thread.ofVirtual().start(() -> pump(client, other));
            Thread.ofVirtual().start(() -> pump(other, client));
        } catch (IOException nobody) {
            client.close();
        }
    }

    private static void pump(Socket from, Socket into) {
        try (InputStream in = from.getInputStream(); OutputStream out = into.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException closed) {
            // One of the two has ended.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        reset();
    }
}
