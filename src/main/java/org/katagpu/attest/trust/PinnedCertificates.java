package org.katagpu.attest.trust;

import java.io.IOException;
import java.io.InputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/** Huawei's two chains as they lie in the program, each certificate known by the SHA-256 of its DER. */
public final class PinnedCertificates {
    private enum Pin {
        EQUIPMENT("huawei-equipment-ca",
                "da2abe9225d795a380e2899d530ef0318a5b32bc81aafd4488ba961ddf7502d4"), IT_PRODUCT("huawei-it-product-ca",
                        "91be99a26258953efc71757164a75550ceec3dfb95ef978be636508d9ccd9afa"), ATTESTATION(
                                "huawei-ecc-attestation-root-ca-1",
                                "40ea8ca77eaa1058246aa0ab2190d25cd7ab0860b3d0eae52bb9ff5ed35d79f8"), COMPUTING(
                                        "huawei-computing-ecc-cca-ca-1",
                                        "f5fdb93e51b6f6da9fc00dfb8c4a84cc7f2d734af1102bd46f92849b83209b67");

        private final String file;
        private final String sha256;

        Pin(String file, String sha256) {
            this.file = file;
            this.sha256 = sha256;
        }

        X509Certificate read() {
            try (InputStream pem = PinnedCertificates.class.getResourceAsStream("/attest/" + file + ".pem")) {
                X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                        .generateCertificate(pem);
                if (!Fingerprint.of(certificate).equals(sha256)) {
                    throw new IllegalStateException(file + " is not the certificate it should be");
                }
                return certificate;
            } catch (IOException | CertificateException spoilt) {
                throw new IllegalStateException(file + " cannot be read from the program", spoilt);
            }
        }
    }

    private PinnedCertificates() {}

    /** @throws IllegalStateException where the program's own files were changed */
    public static Trust load() {
        return new Trust(Authority.HUAWEI, List.of(new Issuer(Pin.EQUIPMENT.read(), Pin.IT_PRODUCT.read()),
                new Issuer(Pin.ATTESTATION.read(), Pin.COMPUTING.read())));
    }
}
