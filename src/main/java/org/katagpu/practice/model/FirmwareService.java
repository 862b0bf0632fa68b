package org.katagpu.practice.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.HexFormat;
import java.util.function.Supplier;
import org.katagpu.practice.firmware.PracticeFirmware;

/** What the practice guest's helper asks of the firmware: its manner, a nonce, and the file of the server's certificate. */
record FirmwareService(Supplier<PracticeFirmware> firmware) {
    /** @param in a line each */
    String answer(InputStream in) throws IOException {
        String manner = GuestServerRequest.line(in);
        String nonce = GuestServerRequest.line(in);
        String certificate = GuestServerRequest.line(in);
        try {
            return firmware.get().answer(manner, HexFormat.of().parseHex(nonce), key(certificate));
        } catch (IllegalArgumentException noNonce) {
            throw new IOException(noNonce);
        }
    }

    private static byte[] key(String certificate) throws IOException {
        if (Files.notExists(Path.of(certificate))) {
            return new byte[0];
        }
        try (InputStream in = Files.newInputStream(Path.of(certificate))) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in).getPublicKey().getEncoded();
        } catch (CertificateException broken) {
            throw new IOException(broken);
        }
    }
}
