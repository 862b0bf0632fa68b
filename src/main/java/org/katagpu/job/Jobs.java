package org.katagpu.job;

import java.util.List;

import org.katagpu.message.ProblemException;
import org.katagpu.remote.Script;

/** The jobs of one host. All methods block; all survive a lost link by waiting for it, except where said. */
public interface Jobs {
    /**
     * Starts a script detached from the link, holding the lock of its scope. The script's payload (secrets) is handed to
     * it on descriptor 9 and never stored. A link lost during the start is resolved by asking the host whether the
     * job exists: it is never started twice.
     *
     * @param name stage and action, {@code gpu/apply}
     * @param nonce the random word its control lines carry, already set inside the script
     * @throws JobLockedException when another job of this scope runs
     */
    JobId start(String name, LockScope scope, String nonce, Script script)
            throws ProblemException, InterruptedException;

    /** Starts a script that holds the lock of the whole host. */
    default JobId start(String name, String nonce, Script script) throws ProblemException, InterruptedException {
        return start(name, LockScope.HOST, nonce, script);
    }

    /**
     * Tells the listener every line from the offset on, until the job has ended; rides over lost links.
     *
     * @param offset 0, or an {@code offsetAfter} told before, also by an earlier run of the app
     */
    JobEnd follow(JobId id, long offset, JobListener listener) throws ProblemException, InterruptedException;

    /** Ends the job's whole process tree; its traps run. Returns once nothing of it runs any more. */
    void cancel(JobId id) throws ProblemException, InterruptedException;

    /** All jobs the host still knows, newest first. */
    List<JobInfo> list() throws ProblemException, InterruptedException;

    /** Removes the folders of ended jobs but for the newest {@code keep}. Never a running one. */
    void prune(int keep) throws ProblemException, InterruptedException;
}
