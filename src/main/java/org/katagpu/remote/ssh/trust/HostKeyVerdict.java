package org.katagpu.remote.ssh.trust;

import java.util.List;

import org.katagpu.remote.HostKeyQuestion;

/** What the known-hosts files say about a key that a host showed. */
public sealed interface HostKeyVerdict {
    /** @param source file and line that lists the key */
    record Trusted(String source) implements HostKeyVerdict {}

    /** No file holds any key of this host. */
    record Unknown() implements HostKeyVerdict {}

    /**
     * Other keys are known for this host, and not this one.
     *
     * @param known all of them
     * @param sameType whether one is of the shown key's type. If not, the host may only have been given another kind
     *        of key; still it proves nothing about being the same host
     */
    record Changed(List<HostKeyQuestion.Known> known, boolean sameType) implements HostKeyVerdict {}

    /** @param source file and line of the {@code @revoked} mark, or of the list of revoked keys */
    record Revoked(String source) implements HostKeyVerdict {}

    /** A line was to revoke a key of this host, and is too damaged to tell which. @param source file and line */
    record RevocationDamaged(String source) implements HostKeyVerdict {}
}
