package org.katagpu.practice.model;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.katagpu.practice.firmware.PracticeFirmware;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the practice guest's server process asks for a server: it shows the word that lies in the sandbox, says what is
 * to be served, and holds the connection. The server lives as long as the connection does, hence as the process.
 */
public final class GuestServerGate implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GuestServerGate.class);
    private static final int WORD_BYTES = 24;
    private static final int BACKLOG = 8;

    private final ServerSocket listener;
    private final byte[] word;
    private final byte[] firmwareWord;
    private final Addresses addresses;
    private final FirmwareService firmware;
    private final Set<Socket> guests = ConcurrentHashMap.newKeySet();

    /** @param sandbox readable by this user alone; gets a file {@code door} with port and word */
    public GuestServerGate(Path sandbox, Addresses addresses, Supplier<PracticeFirmware> firmware)
            throws IOException {
        this.addresses = addresses;
        this.firmware = new FirmwareService(firmware);
        byte[] random = new byte[WORD_BYTES];
        new SecureRandom().nextBytes(random);
        String text = HexFormat.of().formatHex(random);
        word = text.getBytes(StandardCharsets.US_ASCII);
        firmwareWord = ("tsi " + text).getBytes(StandardCharsets.US_ASCII);
        listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        Files.writeString(sandbox.resolve("door"), listener.getLocalPort() + " " + text + "\n");
        Thread.ofVirtual().name("practice-door").start(this::admit);
    }

    private void admit() {
        while (!listener.isClosed()) {
            try {
                Socket guest = listener.accept();
                guests.add(guest);
                if (listener.isClosed()) {
                    guest.close();
                }
                Thread.ofVirtual().name("practice-model").start(() -> serve(guest));
            } catch (IOException closed) {
                LOG.debug("the practice model's door is closed: {}", closed.getMessage());
            }
        }
    }

    private void serve(Socket guest) {
        try (guest) {
            byte[] shown = GuestServerRequest.line(guest.getInputStream()).getBytes(StandardCharsets.UTF_8);
            if (MessageDigest.isEqual(shown, word)) {
                serve(guest, GuestServerRequest.read(guest.getInputStream()));
            } else if (MessageDigest.isEqual(shown, firmwareWord)) {
                say(guest.getOutputStream(), firmware.answer(guest.getInputStream()));
            }
        } catch (IOException gone) {
            LOG.debug("the practice model's process is gone: {}", gone.getMessage());
        } finally {
            guests.remove(guest);
        }
    }

    private void serve(Socket guest, GuestServerRequest served) throws IOException {
        OutputStream log = guest.getOutputStream();
        try (ModelServer server = new ModelServer(served, line -> say(log, line))) {
            addresses.expose(served.address(), served.port(), server.clientPort());
            say(log, "ready " + server.plainPort());
            while (guest.getInputStream().read() >= 0) {
                LOG.debug("{} said something more", served);
            }
        } finally {
            addresses.conceal(served.address(), served.port());
            served.wipe();
        }
    }

    private static void say(OutputStream to, String line) {
        try {
            synchronized (to) {
                to.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                to.flush();
            }
        } catch (IOException gone) {
            LOG.debug("nobody reads the practice model's log: {}", gone.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket guest : guests) {
            guest.close();
        }
    }
}
