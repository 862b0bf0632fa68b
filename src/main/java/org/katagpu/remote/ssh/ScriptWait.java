package org.katagpu.remote.ssh;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.katagpu.message.ProblemException;

/**
 * Waits for a script's end, whatever the host does: a script that began may take its time, but it must begin, without
 * endless words before it; only what follows something may go on for ever; and a link that is gone takes the call with it even where nobody told the channel.
 */
record ScriptWait(SshChain chain, Exec exec, PreambleFilter threshold, Duration limit) {
    private static final long LOOK_MS = 500;
    /** The channel's own word of the loss is the better one, and comes at once if it comes. */
    private static final long LOST_GRACE_NANOS = TimeUnit.SECONDS.toNanos(3);

    int untilEnd() throws InterruptedException, ExecutionException {
        long began = System.nanoTime();
        long lost = 0;
        while (true) {
            try {
                return exec.end().get(LOOK_MS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException goesOn) {
                long now = System.nanoTime();
                if (!threshold.begun()) {
                    mustBegin(now - began);
                }
                if (limit.isPositive() && now - began > limit.toNanos()) {
                    throw refused("remote.too-long", Math.max(1, limit.toMinutes()));
                }
                if (chain.lost().isDone()) {
                    lost = lost == 0 ? now : lost;
                    if (now - lost > LOST_GRACE_NANOS) {
                        throw new ExecutionException(new IOException(chain.lost().join()));
                    }
                }
            }
        }
    }

    private void mustBegin(long waited) throws ExecutionException {
        if (threshold.total() > PreambleFilter.MOST_PREAMBLE) {
            throw refused("remote.endless-greeting", threshold.total() >> 20);
        }
        Duration start = chain.patience().start();
        if (waited > start.toNanos()) {
            throw refused("remote.no-start", start.toSeconds());
        }
    }

    private ExecutionException refused(String key, long figure) {
        exec.close();
        return new ExecutionException(new ProblemException(ConnectProblems.withWords(
                ConnectProblems.of(key, chain.label(), String.valueOf(figure)).on(chain.label()),
                threshold.earlyLines())));
    }
}
