package org.katagpu.remote.ssh.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** What this room reads of an agent, over a real socket, for the fuzz targets. */
public final class AgentAnswers implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMillis(500);
    private static final AgentIdentity KEY = new AgentIdentity("ssh-rsa", "AAAAB3NzaC1yc2E=", "key");

    private final AtomicReference<byte[]> answer = new AtomicReference<>(new byte[]{0});
    private final FakeAgent fake;
    private final SshAgent agent;

    public AgentAnswers(Path socket) throws IOException {
        fake = new FakeAgent(socket, request -> answer.get());
        agent = new SshAgent(socket, LIMIT, LIMIT);
    }

    /** @param raw answer, its length included, where the first byte is not 255; else a frame is made around it */
    public Object identities(byte[] raw) throws AgentException {
        answer.set(framed(raw));
        List<AgentIdentity> told = agent.identities();
        return told.size();
    }

    public Object signature(byte[] raw) throws AgentException {
        answer.set(framed(raw));
        return agent.sign(KEY, new byte[32], SignatureAlgorithm.of("ssh-rsa").getFirst()).length;
    }

    private static byte[] framed(byte[] raw) {
        if (raw.length == 0) {
            return new byte[]{0};
        }
        if (raw[0] != (byte) 0xff) {
            return raw;
        }
        byte[] frame = new byte[raw.length + 3];
        int length = raw.length - 1;
        for (int i = 0; i < Integer.BYTES; i++) {
            frame[i] = (byte) (length >> 8 * (3 - i));
        }
        System.arraycopy(raw, 1, frame, Integer.BYTES, length);
        return frame;
    }

    @Override
    public void close() throws IOException {
        fake.close();
    }
}
