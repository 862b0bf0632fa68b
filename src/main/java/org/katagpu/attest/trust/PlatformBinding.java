package org.katagpu.attest.trust;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.katagpu.attest.cbor.Octets;
import org.katagpu.attest.token.CvmClaims;
import org.katagpu.attest.token.PlatformClaims;

/** Whether a platform's token names the key a VM's token is signed with: by the hash the latter names. */
final class PlatformBinding {
    private PlatformBinding() {}

    static boolean holds(PlatformClaims platform, CvmClaims cvm) {
        String hash = switch (cvm.keyHash()) {
            case "sha-256" -> "SHA-256";
            case "sha-512" -> "SHA-512";
            default -> "";
        };
        try {
            return !hash.isEmpty() && platform.cvmKey()
                    .equals(Octets.of(MessageDigest.getInstance(hash).digest(cvm.key().bytes())));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
