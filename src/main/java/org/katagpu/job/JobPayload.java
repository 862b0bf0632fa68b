package org.katagpu.job;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.katagpu.remote.Payload;
import org.katagpu.remote.Script;

/**
 * A job's script and its secrets as {@code job/start.sh} reads them. The secrets are kept until closed, because a
 * start whose link was lost is made again.
 */
final class JobPayload implements AutoCloseable {
    /** Fits a pipe on the host whole, so that nothing has to wait there with the secrets. */
    static final int MOST_SECRET_BYTES = 32 << 10;

    private final byte[] script;
    private final SecretBuffer secrets = new SecretBuffer();

    /** @throws IllegalArgumentException for more than {@value #MOST_SECRET_BYTES} bytes of secrets, or a NUL in the script */
    JobPayload(Script job) {
        if (job.text().indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a script cannot hold a NUL");
        }
        script = job.text().getBytes(StandardCharsets.UTF_8);
        try {
            job.payload().writeTo(secrets);
        } catch (IOException tooLong) {
            secrets.close();
            throw new IllegalArgumentException(tooLong);
        }
    }

    /** @param word of this run, which closes the payload */
    Payload as(String word) {
        return to -> {
            to.write((script.length + " " + secrets.length + "\n").getBytes(StandardCharsets.US_ASCII));
            to.write(script);
            to.write(secrets.bytes, 0, secrets.length);
            to.write((word + " end\n").getBytes(StandardCharsets.US_ASCII));
        };
    }

    @Override
    public void close() {
        secrets.close();
    }

    /** Of a fixed size, so that growing leaves no copies behind. */
    private static final class SecretBuffer extends OutputStream {
        private final byte[] bytes = new byte[MOST_SECRET_BYTES];
        private int length;

        @Override
        public void write(int b) throws IOException {
            if (length == bytes.length) {
                throw tooLong();
            }
            bytes[length++] = (byte) b;
        }

        @Override
        public void write(byte[] from, int offset, int count) throws IOException {
            if (count > bytes.length - length) {
                throw tooLong();
            }
            System.arraycopy(from, offset, bytes, length, count);
            length += count;
        }

        private static IOException tooLong() {
            return new IOException("more than " + MOST_SECRET_BYTES + " bytes of secrets");
        }

        @Override
        public void close() {
            Arrays.fill(bytes, (byte) 0);
            length = 0;
        }
    }
}
