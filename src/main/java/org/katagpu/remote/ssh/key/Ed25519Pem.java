package org.katagpu.remote.ssh.key;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An Ed25519 key in plain PKCS#8 (RFC 8410), as openssl writes it: sshj reads only RSA and EC keys of that form. */
final class Ed25519Pem {
    private static final Pattern BODY = Pattern
            .compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    /** SEQUENCE, version 0, OID 1.3.101.112, octet string within an octet string. */
    private static final byte[] PREFIX = {0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20};
    private static final int SEED = 32;

    private Ed25519Pem() {}

    static boolean isOne(String text) {
        return der(text).filter(der -> der.length == PREFIX.length + SEED
                && Arrays.equals(der, 0, PREFIX.length, PREFIX, 0, PREFIX.length)).isPresent();
    }

    /** Java derives no public key from a private one, but makes the pair of a given seed. */
    static KeyPair read(String text) throws IOException {
        byte[] der = der(text).orElseThrow(() -> new IOException("no PKCS#8 body"));
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(NamedParameterSpec.ED25519,
                    new Seed(Arrays.copyOfRange(der, PREFIX.length, der.length)));
            KeyPair pair = generator.generateKeyPair();
            if (!Arrays.equals(pair.getPrivate().getEncoded(), der)) {
                throw new IOException("this Java makes Ed25519 keys in another way");
            }
            return pair;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        } finally {
            Arrays.fill(der, (byte) 0);
        }
    }

    private static final class Seed extends SecureRandom {
        private final transient byte[] seed;

        Seed(byte[] seed) {
            this.seed = seed;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            System.arraycopy(seed, 0, bytes, 0, bytes.length);
        }
    }

    private static Optional<byte[]> der(String text) {
        Matcher body = BODY.matcher(text);
        try {
            return body.find() ? Optional.of(Base64.getMimeDecoder().decode(body.group(1))) : Optional.empty();
        } catch (IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }
}
