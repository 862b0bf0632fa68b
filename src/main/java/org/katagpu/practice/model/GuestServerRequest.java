package org.katagpu.practice.model;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;

/**
 * What the guest's server process asks for: a line each, in the order of the fields.
 *
 * @param address of the container; requests for it are led to the server
 * @param name what clients call the model
 * @param model what was loaded, as far as the admin is told
 * @param maxLength tokens of one conversation
 * @param pace between two tokens
 * @param certificate file of the server's certificate; empty: plain HTTP
 * @param privateKey file of its private key
 * @param apiKey empty: none is asked for
 */
record GuestServerRequest(String address, int port, String name, String model, int maxLength, Duration pace,
        String certificate,
        String privateKey, byte[] apiKey) {
    private static final int USUAL_PACE = 60;
    private static final int LONGEST_LINE = 8192;

    /** @throws IOException where what came is no such request */
    static GuestServerRequest read(InputStream in) throws IOException {
        String address = line(in);
        try {
            int port = Integer.parseInt(line(in));
            String name = line(in);
            String model = line(in);
            int maxLength = Integer.parseInt(line(in));
            String pace = line(in);
            Duration unit = Duration.ofMillis(pace.isEmpty() ? USUAL_PACE : Integer.parseInt(pace));
            return new GuestServerRequest(address, port, name, model, maxLength, unit.dividedBy(2), line(in), line(in),
                    bytes(in));
        } catch (NumberFormatException wrong) {
            throw new IOException(wrong);
        }
    }

    static String line(InputStream in) throws IOException {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    /** A line without its end. */
    private static byte[] bytes(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || line.size() >= LONGEST_LINE) {
                throw new EOFException("no whole line");
            }
            line.write(next);
        }
        return line.toByteArray();
    }

    /** Where requests seem to come from: the bridge, which has the first address. */
    String client() {
        return address.substring(0, address.lastIndexOf('.') + 1) + "1";
    }

    boolean asksForKey() {
        return apiKey.length > 0;
    }

    boolean isKey(byte[] given) {
        return MessageDigest.isEqual(apiKey, given);
    }

    void wipe() {
        Arrays.fill(apiKey, (byte) 0);
    }

    @Override
    public String toString() {
        return name + " at " + address + ":" + port;
    }
}
