package org.katagpu.attest.trust;

import java.util.List;

/** Whose certificates count. */
public record Trust(Authority authority, List<Issuer> issuers) {
    public Trust {
        issuers = List.copyOf(issuers);
    }
}
