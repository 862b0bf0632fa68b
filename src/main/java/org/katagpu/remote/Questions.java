package org.katagpu.remote;

import java.util.Optional;

import org.katagpu.message.Text;

/**
 * What only the admin can answer while a connection is made. Called from the connecting thread, which waits.
 * Answers are handed over: the asker wipes the arrays. An empty answer means "give up".
 */
public interface Questions {
    /**
     * A host key that no known-hosts file holds. A changed key is never asked about but refused with
     * {@link HostKeyChangedException}, a revoked one too: replacing a key is an act of its own, before connecting anew.
     */
    HostKeyAnswer hostKey(HostKeyQuestion question);

    /** A password, passphrase or one-time code. */
    Optional<char[]> secret(SecretQuestion question);

    /** Something was left out on the way that does not end the attempt: an agent that does not answer, say. */
    default void told(Text leftOut) {}

    enum HostKeyAnswer {
        /** Connect, remember nothing. */
        ONCE,
        /** Connect and write it to the app's own known hosts. */
        REMEMBER, REFUSE
    }

    /**
     * @param label {@code user@host:port} the question is about (a jump host has its own)
     * @param kind what the secret is for
     * @param prompt the words to show, for example the server's own prompt
     * @param attempt from 1; above 1 the answer before was refused
     * @param jump the jump host that asks; empty when the target itself does
     */
    record SecretQuestion(String label, SecretKind kind, Text prompt, int attempt, Optional<Jump> jump) {
        /** Asked by the target. */
        public SecretQuestion(String label, SecretKind kind, Text prompt, int attempt) {
            this(label, kind, prompt, attempt, Optional.empty());
        }
    }

    /**
     * A jump host is another machine than the target, also where both are called alike.
     *
     * @param number on the way, from 1
     * @param target {@code user@host:port} it is on the way to
     */
    record Jump(int number, String target) {}

    enum SecretKind {
        LOGIN_PASSWORD, KEY_PASSPHRASE, KEYBOARD_INTERACTIVE, SUDO_PASSWORD
    }
}
