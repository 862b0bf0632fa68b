package org.katagpu.attest;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Objects;
import org.katagpu.attest.cbor.Octets;

/** Evidence of a real machine, published as test data of openEuler's global-trust-authority. */
final class TestVector {
    static final Instant WITHIN = Instant.parse("2026-06-01T00:00:00Z");

    private TestVector() {}

    static Evidence evidence() {
        return new Evidence(read("accepted-token.cbor"), read("accepted-device.der"));
    }

    static Octets read(String name) {
        try (InputStream in = Objects.requireNonNull(TestVector.class.getResourceAsStream("/attest/" + name))) {
            return Octets.of(in.readAllBytes());
        } catch (IOException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
