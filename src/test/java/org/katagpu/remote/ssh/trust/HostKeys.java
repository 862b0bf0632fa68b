package org.katagpu.remote.ssh.trust;

import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;

/** Keys for tests, made anew. */
final class HostKeys {
    static final PublicKey ED25519 = make("Ed25519", 255);
    static final PublicKey OTHER_ED25519 = make("Ed25519", 255);
    static final PublicKey ECDSA = make("EC", 256);
    static final PublicKey RSA = make("RSA", 2048);

    private HostKeys() {}

    private static PublicKey make(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair().getPublic();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** Names and key as a line, without a line end. */
    static String line(String names, PublicKey key) {
        HostKey hostKey = HostKey.of(key);
        return names + " " + hostKey.type() + " " + hostKey.base64();
    }
}
