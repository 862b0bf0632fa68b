package org.katagpu;

import java.util.Objects;

/** Which wizard this is. */
final class Version {
    private Version() {}

    /** As the jar says; a checkout that was not packed has none. */
    static String ofThis() {
        return Objects.requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "0-checkout");
    }
}
