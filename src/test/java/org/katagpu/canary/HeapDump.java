package org.katagpu.canary;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Looks for bytes in all that this JVM can still reach. */
final class HeapDump {
    private static final int PIECE = 1 << 20;

    private HeapDump() {}

    /** @return how often the secret is there, as bytes or compact text, and as characters of two bytes */
    static int inMemory(Path folder, MaskedSecret secret) throws IOException {
        Path dump = folder.resolve("heap.hprof");
        try {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(dump.toString(), true);
            return count(dump, secret);
        } finally {
            Files.deleteIfExists(dump);
        }
    }

    static int count(Path file, MaskedSecret secret) throws IOException {
        int found = 0;
        int overlap = secret.length() * 2;
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        try (FileChannel channel = FileChannel.open(file)) {
            while (channel.read(piece) >= 0 || piece.position() > overlap) {
                int end = piece.position();
                boolean last = channel.position() == channel.size();
                int until = last ? end : end - overlap;
                for (int at = 0; at < until; at++) {
                    if (secret.isAt(piece, at, end, 1, 0) || secret.isAt(piece, at, end, 2, 1)
                            || secret.isAt(piece, at, end, 2, 0)) {
                        found++;
                    }
                }
                if (last) {
                    return found;
                }
                piece.position(until).limit(end);
                piece.compact();
            }
        }
        return found;
    }
}
