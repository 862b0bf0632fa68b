package org.katagpu.practice.firmware;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Root, issuer and a machine below them, with keys that are made with the practice host and end with it. */
public final class PracticeAuthority {
    private static final String ROOT = "O=Kata GPU Wizard,CN=Practice Root (proves nothing)";
    private static final String ISSUER = "O=Kata GPU Wizard,CN=Practice Issuer (proves nothing)";
    private static final Duration VALID = Duration.ofDays(30);

    private final KeyPair root = pair();
    private final KeyPair issuer = pair();
    private final X509Certificate rootCertificate = certificate(ROOT, root, ROOT, root, true);
    private final X509Certificate issuerCertificate = certificate(ISSUER, issuer, ROOT, root, true);

    public X509Certificate root() {
        return rootCertificate;
    }

    public X509Certificate issuer() {
        return issuerCertificate;
    }

    X509Certificate machine(String name, KeyPair of) {
        return certificate("O=Kata GPU Wizard,CN=" + name, of, ISSUER, issuer, false);
    }

    static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp521r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static X509Certificate certificate(String subject, KeyPair of, String from, KeyPair by, boolean issues) {
        Instant now = Instant.now();
        X509v3CertificateBuilder made = new JcaX509v3CertificateBuilder(new X500Name(from),
                BigInteger.valueOf(now.toEpochMilli()), Date.from(now.minus(VALID)), Date.from(now.plus(VALID)),
                new X500Name(subject), of.getPublic());
        try {
            made.addExtension(Extension.keyUsage, true,
                    new KeyUsage(issues ? KeyUsage.keyCertSign : KeyUsage.digitalSignature));
            if (issues) {
                made.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(made.build(new JcaContentSignerBuilder("SHA512withECDSA").build(by.getPrivate())));
        } catch (CertIOException | OperatorCreationException | GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
