package org.katagpu.remote;

import org.katagpu.message.ProblemException;

/** The app's own known hosts, as far as the admin edits them. */
public interface HostKeyStore {
    /**
     * Takes the changed key of {@code question} as the host's key from now on: its old lines in the app's own file
     * are replaced; the admin's {@code ~/.ssh/known_hosts} is never written.
     */
    void replace(HostKeyQuestion question) throws ProblemException;
}
