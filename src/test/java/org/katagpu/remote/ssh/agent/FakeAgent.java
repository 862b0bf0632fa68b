package org.katagpu.remote.ssh.agent;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import net.schmizz.sshj.common.Buffer;

/** An agent on a Unix socket that answers each request as a test wants: frames out, frames in. */
public final class FakeAgent implements AutoCloseable {
    private final ServerSocketChannel server;

    /** @param answer from a request's body to the raw bytes sent back, with their length; empty: hangs */
    public FakeAgent(Path socket, UnaryOperator<byte[]> answer) throws IOException {
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().start(() -> serve(answer));
    }

    private void serve(UnaryOperator<byte[]> answer) {
        while (true) {
            try (SocketChannel client = server.accept()) {
                DataInputStream in = new DataInputStream(Channels.newInputStream(client));
                byte[] reply = answer.apply(in.readNBytes(in.readInt()));
                if (reply.length == 0) {
                    in.read();
                } else {
                    Channels.newOutputStream(client).write(reply);
                }
            } catch (ClosedChannelException closed) {
                return;
            } catch (IOException clientGone) {
                continue;
            }
        }
    }

    public static byte[] frame(Buffer.PlainBuffer body) {
        return new Buffer.PlainBuffer().putString(body.getCompactData()).getCompactData();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
