package org.katagpu.chat.wire;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HeaderElements;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.jspecify.annotations.Nullable;
import org.katagpu.chat.CertificatePin;
import org.katagpu.chat.Dialer;
import org.katagpu.chat.Endpoint;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.Duplex;

/**
 * One request over a channel of its own, which {@link #close} ends at once, from any thread: what the server still
 * sends is not waited for. HTTP itself is Apache HttpCore's.
 */
final class HttpCall implements AutoCloseable {
    private static final int BUFFER = 8 << 10;
    private static final int MOST_HEADERS = 200;
    private static final int MOST_HEADER_BYTES = 16 << 10;
    private static final int MOST_INTERIM = 20;
    private static final Http1Config LIMITS = Http1Config.custom().setBufferSize(BUFFER)
            .setMaxHeaderCount(MOST_HEADERS).setMaxLineLength(MOST_HEADER_BYTES).build();

    private final Endpoint endpoint;
    private final DuplexSocket channel;
    private final DefaultBHttpClientConnection connection = new DefaultBHttpClientConnection(LIMITS);

    private HttpCall(Endpoint endpoint, DuplexSocket channel) {
        this.endpoint = endpoint;
        this.channel = channel;
    }

    /**
     * Opens the channel; where a certificate is pinned, TLS is up and the certificate is the right one before this
     * returns.
     */
    static HttpCall open(Dialer dialer, Endpoint endpoint) throws ProblemException, IOException, InterruptedException {
        Duplex duplex = dialer.dial(endpoint.address(), endpoint.port());
        HttpCall call = new HttpCall(endpoint, new DuplexSocket(duplex));
        try {
            call.bind();
            return call;
        } catch (IOException | RuntimeException failed) {
            call.close();
            throw failed;
        }
    }

    private void bind() throws IOException {
        Optional<CertificatePin> pin = endpoint.pin();
        if (pin.isEmpty()) {
            connection.bind(channel);
            return;
        }
        try {
            SSLSocket tls = (SSLSocket) context(pin.get()).getSocketFactory().createSocket(channel,
                    endpoint.address(), endpoint.port(), true);
            tls.setUseClientMode(true);
            tls.startHandshake();
            connection.bind(tls, channel);
        } catch (IOException failed) {
            throw SpokenFirst.of(channel.firstBytes()) == SpokenFirst.OTHER
                    ? new TlsMismatchException(false, failed)
                    : failed;
        }
    }

    private static SSLContext context(CertificatePin pin) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[]{new PinnedTrust(pin)}, null);
            return context;
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    HttpReply get(String path) throws IOException {
        return exchange(new BasicClassicHttpRequest(Method.GET, path));
    }

    /** @param accept the content type wanted */
    HttpReply post(String path, String accept, byte[] json) throws IOException {
        ClassicHttpRequest request = new BasicClassicHttpRequest(Method.POST, path);
        request.setHeader(HttpHeaders.ACCEPT, accept);
        request.setHeader(HttpHeaders.CONTENT_TYPE, ContentType.APPLICATION_JSON.getMimeType());
        request.setHeader(HttpHeaders.CONTENT_LENGTH, json.length);
        request.setEntity(new ByteArrayEntity(json, ContentType.APPLICATION_JSON));
        return exchange(request);
    }

    private HttpReply exchange(ClassicHttpRequest request) throws IOException {
        request.setHeader(HttpHeaders.HOST, endpoint.authority());
        request.setHeader(HttpHeaders.CONNECTION, HeaderElements.CLOSE);
        request.setHeader(HttpHeaders.USER_AGENT, "kata-gpu-wizard");
        try {
            return receive(send(request));
        } catch (HttpException notHttp) {
            throw asTls(new NotHttpException(notHttp));
        } catch (IOException failed) {
            throw asTls(failed);
        }
    }

    private IOException asTls(IOException failed) {
        boolean tls = endpoint.pin().isEmpty() && SpokenFirst.of(channel.firstBytes()) == SpokenFirst.TLS;
        return tls ? new TlsMismatchException(true, failed) : failed;
    }

    /** @return what failed while sending: a server may refuse a request, and close, before it has read all of it */
    private @Nullable IOException send(ClassicHttpRequest request) throws HttpException {
        Optional<char[]> key = endpoint.key().copy();
        try (KeyHeader header = key.map(KeyHeader::new).orElse(null)) {
            if (header != null) {
                request.setHeader(header);
            }
            connection.sendRequestHeader(request);
            connection.sendRequestEntity(request);
            connection.flush();
            return null;
        } catch (IOException refused) {
            return refused;
        }
    }

    private HttpReply receive(@Nullable IOException sending) throws HttpException, IOException {
        try {
            ClassicHttpResponse response = connection.receiveResponseHeader();
            for (int interim = 0; response.getCode() < HttpStatus.SC_SUCCESS; interim++) {
                if (interim == MOST_INTERIM) {
                    throw new HttpException("interim responses without end");
                }
                response = connection.receiveResponseHeader();
            }
            connection.receiveResponseEntity(response);
            return new HttpReply(response);
        } catch (IOException failed) {
            if (sending != null) {
                sending.addSuppressed(failed);
                throw sending;
            }
            throw failed;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException alreadyGone) {
            // Closed is what was wanted.
        }
    }

    /** What the first bytes of a peer say about its protocol. */
    private enum SpokenFirst {
        NOTHING, TLS, OTHER;

        private static final int CHANGE_CIPHER_SPEC = 0x14;
        private static final int APPLICATION_DATA = 0x17;
        private static final int MAJOR_VERSION = 3;

        static SpokenFirst of(byte[] first) {
            if (first.length == 0) {
                return NOTHING;
            }
            boolean tls = first[0] >= CHANGE_CIPHER_SPEC && first[0] <= APPLICATION_DATA
                    && (first.length == 1 || first[1] == MAJOR_VERSION);
            return tls ? TLS : OTHER;
        }
    }
}
