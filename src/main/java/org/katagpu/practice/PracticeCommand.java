package org.katagpu.practice;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.Signal;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.jspecify.annotations.Nullable;

/**
 * One command of a client, run by the sandbox's bash. As with OpenSSH a closed channel ends the command's streams and
 * not the command; what the client sets as environment is not taken.
 */
final class PracticeCommand implements Command {
    private static final int BUFFER = 32 << 10;

    private final Sandbox sandbox;
    private final String line;
    private InputStream in = InputStream.nullInputStream();
    private OutputStream out = OutputStream.nullOutputStream();
    private OutputStream err = OutputStream.nullOutputStream();
    private ExitCallback exit = (status, message, close) -> {};
    private volatile @Nullable Process process;

    PracticeCommand(Sandbox sandbox, String line) {
        this.sandbox = sandbox;
        this.line = line;
    }

    @Override
    public void setInputStream(InputStream stream) {
        in = stream;
    }

    @Override
    public void setOutputStream(OutputStream stream) {
        out = stream;
    }

    @Override
    public void setErrorStream(OutputStream stream) {
        err = stream;
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
        exit = callback;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) throws IOException {
        Process running = sandbox.shell("-c", line).start();
        process = running;
        environment.addSignalListener((source, signal) -> running.destroyForcibly(), Signal.KILL);
        environment.addSignalListener((source, signal) -> running.destroy(), Signal.TERM, Signal.INT, Signal.HUP);
        Thread.ofVirtual().name("practice-in").start(() -> pass(in, running.getOutputStream(), true));
        Thread printed = Thread.ofVirtual().name("practice-out")
                .start(() -> pass(running.getInputStream(), out, false));
        Thread warned = Thread.ofVirtual().name("practice-err").start(() -> pass(running.getErrorStream(), err, false));
        Thread.ofVirtual().name("practice-exit").start(() -> finish(running, printed, warned));
    }

    private void finish(Process running, Thread printed, Thread warned) {
        try {
            int status = running.waitFor();
            printed.join();
            warned.join();
            exit.onExit(status);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until one side ends; the other side learns of it by its own streams. */
    private static void pass(InputStream from, OutputStream to, boolean closeAfter) {
        byte[] buffer = new byte[BUFFER];
        try {
            for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                to.write(buffer, 0, n);
                to.flush();
            }
        } catch (IOException oneSideEnded) {
            close(from);
        }
        if (closeAfter) {
            close(to);
        }
    }

    private static void close(AutoCloseable stream) {
        try {
            stream.close();
        } catch (Exception alreadyBroken) {
            // There is no one left to tell: the peer of this stream is gone.
        }
    }

    @Override
    public void destroy(ChannelSession channel) {
        Process running = process;
        if (running != null) {
            close(running.getOutputStream());
            close(running.getInputStream());
            close(running.getErrorStream());
        }
    }
}
