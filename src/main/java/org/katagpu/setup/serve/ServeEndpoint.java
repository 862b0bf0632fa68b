package org.katagpu.setup.serve;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Optional;

import org.katagpu.chat.ApiKey;
import org.katagpu.chat.CertificatePin;
import org.katagpu.chat.Endpoint;

/**
 * Where the model answers, as seen from the host: the fact {@value #KIND}.
 *
 * @param container name of the container
 * @param address the container's, in its network namespace
 * @param servedName what requests call the model
 * @param certificate SHA-256 of the server's certificate (DER), 64 hex digits; empty: plain HTTP
 * @param keyed whether requests need the API key, see {@link ServeKeyReader}
 */
public record ServeEndpoint(String container, String address, int port, String servedName,
        Optional<String> certificate, boolean keyed) {
    static final String KIND = "serve.endpoint";

    /** The last one told; empty where nothing serves. */
    public static Optional<ServeEndpoint> of(Collection<JsonNode> facts) {
        return facts.stream().filter(fact -> fact.path("kind").asText().equals(KIND)).reduce((first, last) -> last)
                .map(ServeEndpoint::of);
    }

    /** As the chat takes it. */
    public Endpoint with(ApiKey key) {
        return new Endpoint(address, port, certificate.map(CertificatePin::parse), servedName, key);
    }

    private static ServeEndpoint of(JsonNode fact) {
        return new ServeEndpoint(fact.path("container").asText(), fact.path("address").asText(),
                fact.path("port").asInt(), fact.path("served").asText(),
                Optional.of(fact.path("certificate").asText()).filter(pin -> !pin.isEmpty()),
                fact.path("keyed").asBoolean());
    }
}
