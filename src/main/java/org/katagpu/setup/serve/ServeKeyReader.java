package org.katagpu.setup.serve;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import org.katagpu.job.Nonce;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.remote.Host;
import org.katagpu.remote.Output;
import org.katagpu.setup.Plan;

/**
 * Reads the API key back from the guest's memory, where the running server has it, into this machine's memory. It is
 * kept nowhere else: not on the host's disks, not in the plan.
 */
public final class ServeKeyReader {
    private static final int MOST_BYTES = 512;

    private final Host host;

    public ServeKeyReader(Host host) {
        this.host = host;
    }

    /**
     * The key of the plan's container, the caller's to close; empty where it serves without one. Blocks.
     *
     * @throws ProblemException when no container of ours runs there
     */
    public Optional<ServeKey> read(Plan plan) throws ProblemException, InterruptedException {
        try (KeyLine line = new KeyLine()) {
            int status = host.run(ServeScripts.reading("key", plan, Nonce.random()), line);
            if (status != 0) {
                // Its output is left out on purpose: it might hold the key.
                throw new ProblemException(
                        new Problem(Text.of("serve.key.unread", plan.serve().container()),
                                Text.of("serve.key.unread.next"), host.label(), "serve/key",
                                OptionalInt.of(status), List.of()));
            }
            return line.key();
        }
    }

    /** The one line the script prints, in an array that is wiped. */
    private static final class KeyLine implements Output, AutoCloseable {
        private final byte[] bytes = new byte[MOST_BYTES];
        private int length;

        @Override
        public synchronized void stdout(byte[] from, int offset, int count) {
            int taken = Math.min(count, bytes.length - length);
            System.arraycopy(from, offset, bytes, length, taken);
            length += taken;
        }

        @Override
        public void stderr(byte[] from, int offset, int count) {
            // Complaints of ctr; the exit status tells enough.
        }

        synchronized Optional<ServeKey> key() {
            int end = 0;
            while (end < length && bytes[end] != '\n') {
                end++;
            }
            if (end == 0) {
                return Optional.empty();
            }
            char[] characters = new char[end];
            for (int i = 0; i < end; i++) {
                characters[i] = (char) (bytes[i] & 0x7f);
            }
            return Optional.of(new ServeKey(characters));
        }

        @Override
        public synchronized void close() {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
