package org.katagpu.remote.ssh.agent;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import net.schmizz.sshj.common.Buffer;
import org.katagpu.message.Text;
import org.katagpu.remote.Duplex;
import org.katagpu.remote.storage.FileTrouble;

/** Talks to one agent, a connection for each request. No request waits longer than its limit, whatever the agent does. */
public final class SshAgent {
    /** Listing needs nobody, but some agents ask to be unlocked first. */
    private static final Duration LIST_LIMIT = Duration.ofSeconds(8);
    /** Signing may wait for a touch or a confirmation. */
    private static final Duration SIGN_LIMIT = Duration.ofSeconds(30);
    private static final int MOST_ANSWER = 256 * 1024;

    private static final byte REQUEST_IDENTITIES = 11;
    private static final byte IDENTITIES_ANSWER = 12;
    private static final byte SIGN_REQUEST = 13;
    private static final byte SIGN_RESPONSE = 14;

    private final Path socket;
    private final Duration listLimit;
    private final Duration signLimit;

    public SshAgent(Path socket) {
        this(socket, LIST_LIMIT, SIGN_LIMIT);
    }

    SshAgent(Path socket, Duration listLimit, Duration signLimit) {
        this.socket = socket;
        this.listLimit = listLimit;
        this.signLimit = signLimit;
    }

    /** @throws AgentException when there is no agent, or it does not answer in time, or not with a list */
    public List<AgentIdentity> identities() throws AgentException {
        Buffer.PlainBuffer answer = ask(new byte[]{REQUEST_IDENTITIES}, IDENTITIES_ANSWER, listLimit);
        List<AgentIdentity> identities = new ArrayList<>();
        try {
            int count = answer.readUInt32AsInt();
            for (int i = 0; i < count; i++) {
                identities.add(AgentIdentity.of(answer.readStringAsBytes(), answer.readString()));
            }
        } catch (Buffer.BufferException e) {
            throw malformed(e);
        }
        return identities;
    }

    /**
     * Has the agent sign.
     *
     * @param algorithm the signature algorithm, which for an RSA key is not its type
     * @return the signature in wire form: algorithm and bytes
     * @throws AgentException also when the agent refuses, or signs with another algorithm
     */
    byte[] sign(AgentIdentity identity, byte[] data, SignatureAlgorithm algorithm) throws AgentException {
        byte[] request = new Buffer.PlainBuffer().putByte(SIGN_REQUEST).putString(identity.blob()).putString(data)
                .putUInt32(algorithm.agentFlags()).getCompactData();
        byte[] signature;
        String used;
        try {
            signature = ask(request, SIGN_RESPONSE, signLimit).readStringAsBytes();
            used = new Buffer.PlainBuffer(signature).readString();
        } catch (Buffer.BufferException e) {
            throw malformed(e);
        }
        if (!used.equals(algorithm.inSignature())) {
            throw new AgentException(Text.of("sshkey.agent.algorithm", used, algorithm.inSignature()), null);
        }
        return signature;
    }

    private Buffer.PlainBuffer ask(byte[] request, byte wanted, Duration limit) throws AgentException {
        byte[] answer = within(limit, request);
        if (answer.length == 0 || answer[0] != wanted) {
            throw new AgentException(Text.of("sshkey.agent.refused"), null);
        }
        return new Buffer.PlainBuffer(Arrays.copyOfRange(answer, 1, answer.length));
    }

    private static AgentException malformed(Throwable cause) {
        return new AgentException(Text.of("sshkey.agent.malformed"), cause);
    }

    private byte[] within(Duration limit, byte[] request) throws AgentException {
        CompletableFuture<Duplex> opened = new CompletableFuture<>();
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        // A pipe on Windows cannot be woken from a read: such a thread must not hold up the end of the app.
        Thread.ofPlatform().daemon().name("ssh-agent").start(() -> {
            try (Duplex agent = AgentSocket.open(socket)) {
                opened.complete(agent);
                answer.complete(exchange(agent, request));
            } catch (IOException | RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException hung) {
            opened.thenAcceptAsync(SshAgent::abandon);
            throw new AgentException(Text.of("sshkey.agent.slow", String.valueOf(limit.toSeconds())), hung);
        } catch (InterruptedException stop) {
            opened.thenAcceptAsync(SshAgent::abandon);
            Thread.currentThread().interrupt();
            throw new AgentException(Text.of("storage.interrupted"), stop);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AgentException known) {
                throw known;
            }
            throw new AgentException(e.getCause() instanceof IOException io
                    ? FileTrouble.reason(io)
                    : Text.of("sshkey.agent.refused"), e);
        }
    }

    private static void abandon(Duplex agent) {
        try {
            agent.close();
        } catch (IOException givenUpAnyway) {
            // Whoever waits has been told already.
        }
    }

    private static byte[] exchange(Duplex agent, byte[] request) throws IOException {
        agent.output().write(new Buffer.PlainBuffer().putString(request).getCompactData());
        agent.output().flush();
        DataInputStream in = new DataInputStream(agent.input());
        int length = in.readInt();
        if (length < 1 || length > MOST_ANSWER) {
            throw malformed(new IOException("length " + length));
        }
        byte[] answer = in.readNBytes(length);
        if (answer.length < length) {
            throw new EOFException();
        }
        return answer;
    }
}
