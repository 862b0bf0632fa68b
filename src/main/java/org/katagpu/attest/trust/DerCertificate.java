package org.katagpu.attest.trust;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import org.katagpu.attest.cbor.Octets;
import org.katagpu.attest.refusal.Refusal;
import org.katagpu.attest.refusal.RefusedException;

/** Reads a machine's certificate, in the one encoding it has: also outside of what its issuer signed no bit is free. */
final class DerCertificate {
    static final String RSA_SHA256 = "1.2.840.113549.1.1.11";
    static final String ECDSA_SHA512 = "1.2.840.10045.4.3.4";

    private static final int SEQUENCE = 0x30;
    private static final int BIT_STRING = 0x03;

    private DerCertificate() {}

    static X509Certificate read(Octets der) throws RefusedException {
        try {
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der.bytes()));
            if (!encode(certificate).equals(der)) {
                throw new RefusedException(Refusal.Reason.CERTIFICATE, "encoded in another way");
            }
            return certificate;
        } catch (CertificateException | RuntimeException unreadable) {
            // The JDK's parser documents only the first; foreign bytes shall not find a way through it.
            throw new RefusedException(Refusal.Reason.CERTIFICATE, String.valueOf(unreadable.getMessage()));
        }
    }

    private static Octets encode(X509Certificate certificate) throws CertificateException, RefusedException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(certificate.getTBSCertificate());
        body.writeBytes(switch (certificate.getSigAlgOID()) {
            case RSA_SHA256 -> HexFormat.of().parseHex("300d06092a864886f70d01010b0500");
            case ECDSA_SHA512 -> HexFormat.of().parseHex("300a06082a8648ce3d040304");
            default -> throw new RefusedException(Refusal.Reason.CERTIFICATE, certificate.getSigAlgName());
        });
        byte[] signature = certificate.getSignature();
        head(body, BIT_STRING, signature.length + 1);
        body.write(0);
        body.writeBytes(signature);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        head(whole, SEQUENCE, body.size());
        whole.writeBytes(body.toByteArray());
        return Octets.of(whole.toByteArray());
    }

    private static void head(ByteArrayOutputStream out, int tag, int length) {
        out.write(tag);
        if (length >= 0x100) {
            out.write(0x82);
            out.write(length >> 8);
        } else if (length >= 0x80) {
            out.write(0x81);
        }
        out.write(length);
    }
}
