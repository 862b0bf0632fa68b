package org.katagpu.attest.trust;

import java.security.cert.X509Certificate;

/** Who issues machines' certificates, and the root it stands below. */
public record Issuer(X509Certificate root, X509Certificate certificate) {}
