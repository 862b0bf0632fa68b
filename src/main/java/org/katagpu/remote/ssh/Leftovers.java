package org.katagpu.remote.ssh;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.Script;

/**
 * Ends what an abandoned script left running. Closing its channel alone leaves it there, with its place among the
 * host's few sessions taken.
 */
final class Leftovers {
    private static final long GRACE_SECONDS = 1;

    private Leftovers() {}

    /** Ends a process group on the host, with the rights the script had. */
    @FunctionalInterface
    interface Killer {
        void kill(long processGroup) throws ProblemException, InterruptedException;
    }

    @FunctionalInterface
    interface Runner {
        int run(Script script) throws ProblemException, InterruptedException;
    }

    /** Returns at once. */
    static void end(SshChain chain, Exec exec, OptionalLong processGroup, Killer killer) {
        exec.close();
        if (processGroup.isEmpty()) {
            return;
        }
        Thread.ofVirtual().name("ssh-leftovers").start(() -> {
            boolean ended = exec.end().handle((_, _) -> true).completeOnTimeout(false, GRACE_SECONDS, TimeUnit.SECONDS)
                    .join();
            if (!ended && !chain.lost().isDone()) {
                try {
                    killer.kill(processGroup.getAsLong());
                } catch (ProblemException | InterruptedException notNow) {
                    // It goes on until it ends by itself: promised is only the end of the channel.
                }
            }
        });
    }

    static void kill(Script script, long processGroup, Runner runner) throws ProblemException, InterruptedException {
        Script.Builder kill = Script.named("connect/kill").parameter("GROUP", Long.toString(processGroup))
                .bundled("remote/end-group");
        runner.run((script.elevated() ? kill.elevated() : kill).build());
    }
}
