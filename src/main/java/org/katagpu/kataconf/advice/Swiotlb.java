package org.katagpu.kataconf.advice;

import java.util.Optional;

/**
 * The guest's bounce buffer, through which all DMA of a confidential guest's virtual devices passes. In slots of
 * 2 KiB: 262144 are 512 MiB.
 */
final class Swiotlb {
    static final long SLOTS = 262_144;

    private Swiotlb() {}

    /** Whether the parameter's value ({@code 131072,force}) gives at least {@link #SLOTS} and forces their use. */
    static boolean suffices(String value) {
        String[] parts = value.split(",");
        boolean large = parts[0].matches("[0-9]{1,12}") && Long.parseLong(parts[0]) >= SLOTS;
        return large && value.endsWith(",force");
    }

    /** What the parameter must be: raised where it is too small; empty where it may stay. */
    static Optional<String> wanted(Optional<String> current) {
        return current.isPresent() && suffices(current.get()) ? Optional.empty() : Optional.of(SLOTS + ",force");
    }
}
