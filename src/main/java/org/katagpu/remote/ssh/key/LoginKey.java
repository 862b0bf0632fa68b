package org.katagpu.remote.ssh.key;

import net.schmizz.sshj.userauth.method.AuthMethod;
import org.katagpu.message.ProblemException;

/**
 * One key a login can offer.
 *
 * @param name for messages: the file, or the agent's comment
 * @param maker makes the login method when the key's turn comes; a key file may ask for its passphrase then
 */
public record LoginKey(String name, boolean fromAgent, Maker maker) {
    /** Makes a method for one connection. */
    @FunctionalInterface
    public interface Maker {
        /** @throws ProblemException when the key cannot be used; other keys and the password still can */
        AuthMethod make() throws ProblemException;
    }
}
