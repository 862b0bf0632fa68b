package org.katagpu.chat;

import java.util.Optional;

/**
 * A model server as the host reaches it.
 *
 * @param address name or IP address, resolved on the host
 * @param port 1 to 65535
 * @param pin present where the server speaks TLS: the certificate it must show
 * @param model the name under which the model is served
 * @param key asked for each request
 */
public record Endpoint(String address, int port, Optional<CertificatePin> pin, String model, ApiKey key) {
    public Endpoint {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port " + port);
        }
    }

    /** {@code http://10.88.0.5:8000}, with {@code https} where a certificate is pinned. */
    public String url() {
        return (pin.isPresent() ? "https://" : "http://") + authority();
    }

    /** {@code 10.88.0.5:8000}; IPv6 addresses in brackets. */
    public String authority() {
        return (address.indexOf(':') >= 0 ? "[" + address + "]" : address) + ":" + port;
    }

    /** The same server with another of its models. */
    public Endpoint model(String name) {
        return new Endpoint(address, port, pin, name, key);
    }

    @Override
    public String toString() {
        return "Endpoint[" + url() + " " + model + "]";
    }
}
