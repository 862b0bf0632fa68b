package org.katagpu.attest;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.katagpu.attest.cbor.Octets;
import org.katagpu.attest.trust.Authority;
import org.katagpu.attest.trust.Issuer;
import org.katagpu.attest.trust.Trust;

/** A machine with keys of P-521 below a root, all made by the test, and the tokens it signs. */
final class GeneratedMachine {
    static final Instant NOW = Instant.parse("2026-11-29T08:00:00Z");
    static final byte[] CHALLENGE = digits(64, 7);

    final KeyPair root = pair();
    final KeyPair issuer = pair();
    final KeyPair device = pair();
    final KeyPair cvm = pair();
    final X509Certificate rootCertificate = certificate("CN=Root", root, "CN=Root", root, true);
    final X509Certificate issuerCertificate = certificate("CN=Issuer", issuer, "CN=Root", root, true);
    final X509Certificate deviceCertificate = certificate("CN=Device", device, "CN=Issuer", issuer, false);

    Trust trust() {
        return new Trust(Authority.PRACTICE, List.of(new Issuer(rootCertificate, issuerCertificate)));
    }

    /** One token, signed with the machine's own key, as older firmware does. */
    CborTree alone(boolean der) {
        CborTree claims = claims(device);
        return CborTree.tag(399, CborTree.map(CborTree.whole(44241), CborTree.wrapped(sign(CborTree.wrapped(claims),
                device, der))));
    }

    /** As {@link #alone}, for a challenge. */
    CborTree answering(byte[] challenge) {
        CborTree claims = claims(device);
        claims.children.set(1, CborTree.bytes(challenge));
        return CborTree.tag(399, CborTree.map(CborTree.whole(44241), CborTree.wrapped(
                sign(CborTree.wrapped(claims), device, false))));
    }

    /** Two tokens: the platform's names the key the VM's is signed with. */
    CborTree both(boolean der) {
        return both(der, digest(point(cvm)));
    }

    CborTree both(boolean der, byte[] named) {
        return CborTree.tag(399, CborTree.map(CborTree.whole(44234), CborTree.wrapped(sign(platform(named), device,
                der)), CborTree.whole(44241), CborTree.wrapped(sign(CborTree.wrapped(claims(cvm)), cvm, der))));
    }

    Evidence evidence(CborTree token) {
        try {
            return new Evidence(Octets.of(token.write()), Octets.of(deviceCertificate.getEncoded()));
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }

    static CborTree claims(KeyPair key) {
        CborTree[] slots = new CborTree[4];
        Arrays.setAll(slots, i -> CborTree.bytes(new byte[32]));
        return CborTree.map(CborTree.whole(10), CborTree.bytes(CHALLENGE), CborTree.whole(44235),
                CborTree.bytes(new byte[64]), CborTree.whole(44237), CborTree.bytes(point(key)), CborTree.whole(44236),
                CborTree.text("sha-256"), CborTree.whole(44240), CborTree.text("sha-256"), CborTree.whole(44238),
                CborTree.bytes(digits(32, 3)), CborTree.whole(44239), CborTree.row(slots));
    }

    private static CborTree platform(byte[] named) {
        CborTree software = CborTree.map(CborTree.whole(1), CborTree.text("TMM"), CborTree.whole(2),
                CborTree.bytes(digits(32, 5)), CborTree.whole(4), CborTree.text("1.0"), CborTree.whole(5),
                CborTree.bytes(digits(32, 6)), CborTree.whole(6), CborTree.text("sha-256"));
        return CborTree.map(CborTree.whole(265), CborTree.text("http://arm.com/CCA-SSD/1.0.0"), CborTree.whole(10),
                CborTree.bytes(named), CborTree.whole(2396), CborTree.bytes(digits(32, 1)), CborTree.whole(256),
                CborTree.bytes(digits(33, 2)), CborTree.whole(2401), CborTree.bytes(digits(8, 4)),
                CborTree.whole(2395), CborTree.whole(0x3003), CborTree.whole(2399), CborTree.row(software),
                CborTree.whole(2402), CborTree.text("sha-256"));
    }

    static CborTree sign(CborTree payload, KeyPair key, boolean der) {
        byte[] header = CborTree.map(CborTree.whole(1), CborTree.whole(-36)).write();
        byte[] content = payload.write();
        byte[] signed = CborTree.row(CborTree.text("Signature1"), CborTree.bytes(header), CborTree.bytes(new byte[0]),
                CborTree.bytes(content)).write();
        return CborTree.tag(18, CborTree.row(CborTree.bytes(header), CborTree.map(), CborTree.bytes(content),
                CborTree.bytes(signature(key, signed, der))));
    }

    static byte[] signature(KeyPair key, byte[] message, boolean der) {
        try {
            Signature scheme = Signature.getInstance(der ? "SHA512withECDSA" : "SHA512withECDSAinP1363Format");
            scheme.initSign(key.getPrivate());
            scheme.update(message);
            return scheme.sign();
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** Raw: the end of its DER. */
    static byte[] point(KeyPair key) {
        byte[] der = key.getPublic().getEncoded();
        return Arrays.copyOfRange(der, der.length - 133, der.length);
    }

    static byte[] digest(byte[] of) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(of);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }

    static byte[] digits(int size, int start) {
        byte[] digits = new byte[size];
        for (int i = 0; i < size; i++) {
            digits[i] = (byte) (start + i * 5);
        }
        return digits;
    }

    static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp521r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }

    static X509Certificate certificate(String subject, KeyPair of, String issuer, KeyPair by, boolean authority) {
        try {
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(new X500Name(issuer), BigInteger.TWO,
                    Date.from(NOW.minus(Duration.ofDays(1))), Date.from(NOW.plus(Duration.ofDays(1))),
                    new X500Name(subject), of.getPublic());
            builder.addExtension(Extension.keyUsage, true,
                    new KeyUsage(authority ? KeyUsage.keyCertSign : KeyUsage.digitalSignature));
            if (authority) {
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            }
            return new JcaX509CertificateConverter().getCertificate(builder.build(
                    new JcaContentSignerBuilder("SHA512withECDSA").build(by.getPrivate())));
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }
}
