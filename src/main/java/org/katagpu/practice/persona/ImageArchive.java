package org.katagpu.practice.persona;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.katagpu.practice.machine.Machine;
import org.katagpu.practice.machine.Machine.Content;

/** An image as {@code docker save} writes it, with one empty layer: for those who bring theirs as a file. */
final class ImageArchive {
    private static final String PLACE = "srv/images/vllm-cvm.tar";
    private static final String NAME = "vllm-cvm:latest";
    private static final int BLOCK = 512;
    private static final int LAYER_BYTES = 4 << 20;
    private static final int CHECKSUM = 148;
    private static final int CHECKSUM_LENGTH = 8;

    private final Map<Long, byte[]> parts = new TreeMap<>();
    private long end;

    private ImageArchive() {}

    static void addTo(Machine.Builder machine) {
        byte[] config = ("{\"architecture\":\"arm64\",\"os\":\"linux\",\"config\":{\"Entrypoint\":[\"/bin/bash\"],"
                + "\"Labels\":{\"org.katagpu.practice\":\"archive\"}},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":"
                + "[\"sha256:" + sha256(new byte[LAYER_BYTES]) + "\"]}}").getBytes(StandardCharsets.UTF_8);
        String id = sha256(config);
        byte[] table = ("[{\"Config\":\"" + id + ".json\",\"RepoTags\":[\"" + NAME
                + "\"],\"Layers\":[\"layer/layer.tar\"]}]").getBytes(StandardCharsets.UTF_8);
        ImageArchive archive = new ImageArchive();
        archive.add(id + ".json", config);
        archive.head("layer/layer.tar", LAYER_BYTES);
        archive.end += LAYER_BYTES;
        archive.add("manifest.json", table);
        machine.file(PLACE, new Content.Sparse(archive.end + 2 * BLOCK, archive.parts));
    }

    private void add(String name, byte[] bytes) {
        head(name, bytes.length);
        parts.put(end, bytes);
        end += (bytes.length + BLOCK - 1) / BLOCK * BLOCK;
    }

    /** A ustar header (POSIX.1-1988). */
    private void head(String name, int size) {
        byte[] head = new byte[BLOCK];
        put(head, 0, name);
        put(head, 100, "0000644");
        put(head, 108, "0000000");
        put(head, 116, "0000000");
        put(head, 124, String.format(Locale.ROOT, "%011o", size));
        put(head, 136, "00000000000");
        put(head, 156, "0");
        put(head, 257, "ustar\0" + "00");
        put(head, CHECKSUM, " ".repeat(CHECKSUM_LENGTH));
        int sum = 0;
        for (byte one : head) {
            sum += one & 0xff;
        }
        put(head, CHECKSUM, String.format(Locale.ROOT, "%06o\0 ", sum));
        parts.put(end, head);
        end += BLOCK;
    }

    private static void put(byte[] head, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, head, at, bytes.length);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
