package org.katagpu.attest;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import org.katagpu.attest.cbor.Octets;
import org.katagpu.attest.refusal.Challenge;

/**
 * A question that only one server can answer at one time: the challenge is the SHA-512 of both parts. The guest puts it
 * together itself, of the nonce it is given and the key it has, so that a host between us and the guest, which shows a
 * key of its own, gets no token for that one from an honest guest.
 *
 * @param nonce of our choosing, new for each question
 * @param key the server's public key as DER (SubjectPublicKeyInfo); empty where the server has none
 */
public record Binding(Octets nonce, Octets key) {
    public static final int NONCE = 32;
    /** More than any key a server has. */
    public static final int MOST_KEY = 2048;

    public Binding {
        if (nonce.size() != NONCE || key.size() > MOST_KEY) {
            throw new IllegalArgumentException("a nonce of " + nonce.size() + " bytes, a key of " + key.size());
        }
    }

    public static Octets freshNonce(SecureRandom random) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        return Octets.of(nonce);
    }

    public Challenge challenge() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-512");
            digest.update(nonce.bytes());
            digest.update(key.bytes());
            return new Challenge(Octets.of(digest.digest()));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
