package org.katagpu.chat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The one certificate a server may show.
 *
 * @param sha256 of the certificate's DER bytes, 64 lower-case hex digits: what
 *        {@code openssl x509 -noout -fingerprint -sha256} prints, without colons
 */
public record CertificatePin(String sha256) {
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    public CertificatePin {
        if (!DIGEST.matcher(sha256).matches()) {
            throw new IllegalArgumentException("not a SHA-256 in hex: " + sha256);
        }
    }

    /** @param fingerprint with or without colons, in any case */
    public static CertificatePin parse(String fingerprint) {
        return new CertificatePin(fingerprint.strip().replace(":", "").toLowerCase(Locale.ROOT));
    }

    public static CertificatePin of(X509Certificate certificate) throws CertificateEncodingException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return new CertificatePin(HexFormat.of().formatHex(digest.digest(certificate.getEncoded())));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /** As openssl prints it: upper case, with colons. */
    public String withColons() {
        return HexFormat.ofDelimiter(":").withUpperCase().formatHex(HexFormat.of().parseHex(sha256));
    }
}
