package org.katagpu.attest.trust;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import org.katagpu.attest.cbor.Octets;
import org.katagpu.attest.token.Algorithm;

/** Whether a signature holds. A key of another kind, and bytes that are no signature, do not. */
final class Signatures {
    private static final PSSParameterSpec PS256 = new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32,
            PSSParameterSpec.TRAILER_FIELD_BC);
    private static final int RSA_SIGNATURE = 512;

    private Signatures() {}

    /** Of a token. */
    static boolean holds(Algorithm algorithm, PublicKey key, Octets message, Octets signature) {
        try {
            return switch (algorithm) {
                case PS256 -> key instanceof RSAPublicKey && signature.size() == RSA_SIGNATURE
                        && verify(pss(), key, message, signature.bytes());
                case ES512 -> key instanceof ECPublicKey && ecdsa(key, message, signature);
            };
        } catch (GeneralSecurityException noSignature) {
            return false;
        }
    }

    /** Of a certificate, by one of the two algorithms the pinned chains use. */
    static boolean holds(String algorithm, PublicKey key, byte[] message, byte[] signature) {
        try {
            return switch (algorithm) {
                case DerCertificate.RSA_SHA256 -> key instanceof RSAPublicKey
                        && verify(Signature.getInstance("SHA256withRSA"), key, Octets.of(message), signature);
                case DerCertificate.ECDSA_SHA512 -> key instanceof ECPublicKey
                        && ecdsa(key, Octets.of(message), Octets.of(signature));
                default -> false;
            };
        } catch (GeneralSecurityException noSignature) {
            return false;
        }
    }

    private static boolean ecdsa(PublicKey key, Octets message, Octets signature) throws GeneralSecurityException {
        Octets fixed = EcdsaForm.fixed(signature);
        return fixed.size() > 0
                && verify(Signature.getInstance("SHA512withECDSAinP1363Format"), key, message, fixed.bytes());
    }

    private static Signature pss() throws GeneralSecurityException {
        Signature pss = Signature.getInstance("RSASSA-PSS");
        pss.setParameter(PS256);
        return pss;
    }

    private static boolean verify(Signature scheme, PublicKey key, Octets message, byte[] signature)
            throws GeneralSecurityException {
        scheme.initVerify(key);
        scheme.update(message.bytes());
        return scheme.verify(signature);
    }
}
