package org.katagpu.remote.ssh;

import net.schmizz.sshj.transport.verification.HostKeyVerifier;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.Questions;
import org.katagpu.remote.Target;

/** Judges the host key of one hop, for the life of the link and its reconnects. */
interface HostKeyGate extends HostKeyVerifier {
    /**
     * Called on the connecting thread after a connection failed.
     *
     * @return true when the key was unknown and the admin accepts it: connect again; false when the connection did
     *         not fail for the key
     * @throws ProblemException when the key is refused for good
     */
    boolean settle(Questions questions) throws ProblemException;

    /** Makes the gate of each hop. */
    @FunctionalInterface
    interface Policy {
        HostKeyGate gate(Target hop);
    }
}
