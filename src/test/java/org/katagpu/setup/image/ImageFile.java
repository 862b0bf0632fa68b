package org.katagpu.setup.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;

/**
 * An image archive of the test's own, the way docker save writes it: one layer of random bytes, a configuration, a
 * table.
 *
 * @param id the image's id: {@code sha256:…} of its configuration
 */
record ImageFile(Path path, String id) {
    private static final int BLOCK = 512;

    /** The architecture of this machine, as images name it. */
    static String here() {
        return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    }

    static String elsewhere() {
        return here().equals("amd64") ? "arm64" : "amd64";
    }

    /** @param tag name in the table; empty: none @param labels JSON members of the configuration's labels */
    static ImageFile write(Path path, String architecture, String tag, int mebibytes, String labels)
            throws IOException {
        Path layer = path.resolveSibling(path.getFileName() + ".layer");
        try (OutputStream out = Files.newOutputStream(layer)) {
            long bytes = (long) mebibytes << 20;
            header(out, "data", bytes);
            byte[] chunk = new byte[1 << 20];
            Random random = new Random(bytes + tag.hashCode());
            for (int i = 0; i < mebibytes; i++) {
                random.nextBytes(chunk);
                out.write(chunk);
            }
            out.write(new byte[2 * BLOCK]);
        }
        String config = """
                {"architecture":"%s","os":"linux","config":{"Labels":{%s}},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}"""
                .formatted(architecture, labels, digestOf(layer));
        String id = hex(config.getBytes(StandardCharsets.UTF_8));
        try (OutputStream out = Files.newOutputStream(path)) {
            header(out, "layer/layer.tar", Files.size(layer));
            Files.copy(layer, out);
            pad(out, Files.size(layer));
            entry(out, id + ".json", config);
            entry(out, "manifest.json", """
                    [{"Config":"%s.json","RepoTags":%s,"Layers":["layer/layer.tar"]}]""".formatted(id,
                    tag.isEmpty() ? "null" : "[\"" + tag + "\"]"));
            out.write(new byte[2 * BLOCK]);
        }
        Files.delete(layer);
        return new ImageFile(path, "sha256:" + id);
    }

    static ImageFile write(Path path, String architecture, String tag) throws IOException {
        return write(path, architecture, tag, 2, "");
    }

    static void entry(OutputStream out, String name, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        header(out, name, bytes.length);
        out.write(bytes);
        pad(out, bytes.length);
    }

    /** Of any size: the binary form, which GNU's and Go's tar both read. What follows is the caller's. */
    static void bigHeader(OutputStream out, String name, long size) throws IOException {
        header(out, name, size);
    }

    private static void pad(OutputStream out, long size) throws IOException {
        out.write(new byte[(int) ((BLOCK - size % BLOCK) % BLOCK)]);
    }

    private static void header(OutputStream out, String name, long size) throws IOException {
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, "0000644\0");
        put(header, 108, "0000000\0");
        put(header, 116, "0000000\0");
        if (size < 1L << 33) {
            put(header, 124, "%011o\0".formatted(size));
        } else {
            header[124] = (byte) 0x80;
            for (int i = 0; i < 8; i++) {
                header[135 - i] = (byte) (size >> 8 * i);
            }
        }
        put(header, 136, "00000000000\0");
        put(header, 148, "        ");
        put(header, 156, "0");
        put(header, 257, "ustar\00000");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, "%06o\0 ".formatted(sum));
        out.write(header);
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    /** SHA-256 of a file in hex. */
    static String digestOf(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (var in = Files.newInputStream(file)) {
            byte[] chunk = new byte[1 << 16];
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                digest.update(chunk, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
