package org.katagpu.setup.serve;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Optional;
import org.katagpu.attest.cbor.Octets;
import org.katagpu.attest.trust.Fingerprint;

/**
 * The key of the certificate the chat is pinned to. The host gives the certificate (the fact {@value #KIND}), but only the
 * one with the pinned SHA-256 counts: the chat's TLS talks to nobody who has not its key.
 */
final class ServerCertificate {
    static final String KIND = "serve.certificate";

    private ServerCertificate() {}

    /** As DER; empty where there is no pin, or no certificate that fits it. */
    static Octets key(Collection<JsonNode> facts, Optional<String> pin) {
        return facts.stream().filter(fact -> fact.path("kind").asText().equals(KIND)).reduce((first, last) -> last)
                .flatMap(fact -> pin.flatMap(wanted -> key(fact.path("pem").asText(), wanted))).orElse(Octets.NONE);
    }

    private static Optional<Octets> key(String pem, String pin) {
        try {
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
            return Fingerprint.of(certificate).equals(pin)
                    ? Optional.of(Octets.of(certificate.getPublicKey().getEncoded()))
                    : Optional.empty();
        } catch (CertificateException | RuntimeException none) {
            // The JDK's parser documents only the first; the text is the host's.
            return Optional.empty();
        }
    }
}
