package org.katagpu.attest.trust;

import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import org.katagpu.attest.cbor.Octets;
import org.katagpu.attest.refusal.Refusal;
import org.katagpu.attest.refusal.RefusedException;
import org.katagpu.attest.token.Envelope;
import org.katagpu.attest.token.PlatformClaims;
import org.katagpu.attest.token.Token;

/** A machine's certificate that was followed to a root we trust, at one moment. */
public final class MachineCertificate {
    private static final int DIGITAL_SIGNATURE = 0;

    private final X509Certificate certificate;
    private final PublicKey key;

    private MachineCertificate(X509Certificate certificate, PublicKey key) {
        this.certificate = certificate;
        this.key = key;
    }

    public static MachineCertificate follow(Octets der, Trust trust, Instant at) throws RefusedException {
        X509Certificate certificate = DerCertificate.read(der);
        Issuer issuer = issuer(certificate, trust);
        valid(certificate, at);
        valid(issuer.certificate(), at);
        valid(issuer.root(), at);
        boolean[] use = certificate.getKeyUsage();
        if (certificate.getBasicConstraints() >= 0 || certificate.hasUnsupportedCriticalExtension()
                || use != null && !use[DIGITAL_SIGNATURE]) {
            throw refused(Refusal.Reason.CERTIFICATE_USE, certificate);
        }
        return new MachineCertificate(certificate, KeyReader.check(certificate.getPublicKey()));
    }

    private static Issuer issuer(X509Certificate certificate, Trust trust) throws RefusedException {
        for (Issuer issuer : trust.issuers()) {
            if (issuer.certificate().getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
                signed(certificate, issuer.certificate());
                signed(issuer.certificate(), issuer.root());
                return issuer;
            }
        }
        throw new RefusedException(Refusal.Reason.ISSUER, certificate.getIssuerX500Principal().getName());
    }

    private static void signed(X509Certificate certificate, X509Certificate by) throws RefusedException {
        try {
            if (!Signatures.holds(certificate.getSigAlgOID(), by.getPublicKey(), certificate.getTBSCertificate(),
                    certificate.getSignature())) {
                throw refused(Refusal.Reason.CERTIFICATE_SIGNATURE, certificate);
            }
        } catch (CertificateException unreadable) {
            throw refused(Refusal.Reason.CERTIFICATE, certificate);
        }
    }

    private static void valid(X509Certificate certificate, Instant at) throws RefusedException {
        try {
            certificate.checkValidity(Date.from(at));
        } catch (CertificateNotYetValidException early) {
            throw refused(Refusal.Reason.NOT_YET_VALID, certificate);
        } catch (CertificateExpiredException late) {
            throw refused(Refusal.Reason.EXPIRED, certificate);
        }
    }

    /** Whether the token is this machine's: signed with its key, or with one its own platform token names. */
    public void signs(Token token) throws RefusedException {
        PublicKey cvmKey = KeyReader.read(token.cvm().claims().key());
        if (token.platform().isPresent()) {
            Token.Signed<PlatformClaims> platform = token.platform().get();
            if (!signed(platform.envelope(), key)) {
                throw new RefusedException(Refusal.Reason.OTHER_DEVICE, "the platform's token");
            }
            if (!PlatformBinding.holds(platform.claims(), token.cvm().claims())) {
                throw new RefusedException(Refusal.Reason.PLATFORM_BINDING, "");
            }
        } else if (!Octets.of(cvmKey.getEncoded()).equals(Octets.of(key.getEncoded()))) {
            throw new RefusedException(Refusal.Reason.OTHER_DEVICE, "the VM's token");
        }
        if (!signed(token.cvm().envelope(), cvmKey)) {
            throw new RefusedException(Refusal.Reason.SIGNATURE, "the VM's token");
        }
    }

    private static boolean signed(Envelope envelope, PublicKey by) {
        return Signatures.holds(envelope.algorithm(), by, envelope.signed(), envelope.signature());
    }

    public String subject() {
        return certificate.getSubjectX500Principal().getName();
    }

    public String serial() {
        return certificate.getSerialNumber().toString(16);
    }

    public Instant expires() {
        return certificate.getNotAfter().toInstant();
    }

    private static RefusedException refused(Refusal.Reason reason, X509Certificate certificate) {
        return new RefusedException(reason, certificate.getSubjectX500Principal().getName());
    }
}
