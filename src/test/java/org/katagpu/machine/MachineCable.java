package org.katagpu.machine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The way to a throwaway machine's sshd by one address, which outlives its restarts. It can be pulled and plugged in. */
public final class MachineCable implements AutoCloseable {
    private final ThrowawayMachine machine;
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile boolean plugged = true;

    public MachineCable(ThrowawayMachine machine) throws IOException {
        this.machine = machine;
        Thread.ofVirtual().name("cable").start(this::accept);
    }

    public String address() {
        return listener.getInetAddress().getHostAddress();
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Every connection breaks, and none comes about. */
    public void pull() throws IOException {
        plugged = false;
        for (Socket socket : sockets) {
            if (!socket.isClosed()) {
                socket.setSoLinger(true, 0);
                socket.close();
            }
        }
        sockets.clear();
    }

    public void plug() {
        plugged = true;
    }

    /** The machine loses its power and starts; see {@link ThrowawayMachine#restart()}. */
    public void restart() throws IOException, InterruptedException {
        pull();
        machine.restart();
        plug();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                carry(listener.accept());
            } catch (IOException gone) {
                // The test has ended, or the machine is not there.
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
            Socket server = new Socket(machine.address(), machine.port());
            sockets.add(server);
            Thread.ofVirtual().start(() -> pump(client, server));
            Thread.ofVirtual().start(() -> pump(server, client));
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
        pull();
    }
}
