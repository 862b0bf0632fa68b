package org.katagpu.chat.wire;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.katagpu.chat.CertificatePin;

/**
 * Trusts one certificate and no other. Its name and its dates do not count: the pin came with the server over the
 * admin's own connection, which says more than either.
 */
final class PinnedTrust extends X509ExtendedTrustManager {
    private final CertificatePin pin;

    PinnedTrust(CertificatePin pin) {
        this.pin = pin;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        CertificatePin shown = CertificatePin.of(chain[0]);
        if (!shown.equals(pin)) {
            throw new WrongCertificateException(shown);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("not a server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    /** The server showed a certificate that is not the pinned one. */
    static final class WrongCertificateException extends CertificateException {
        private final transient CertificatePin shown;

        WrongCertificateException(CertificatePin shown) {
            super(shown.withColons());
            this.shown = shown;
        }

        CertificatePin shown() {
            return shown;
        }
    }
}
