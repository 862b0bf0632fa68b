package org.katagpu.kataconf.schema;

/** The Kata versions whose keys were read from their source. In order of age. */
public enum KnownVersion {
    /** Confidential Containers' fork, between Kata 3.1 and 3.2. */
    CC_0_8_0("CC-0.8.0", 3, 1), V3_15_0("3.15.0", 3, 15), V3_32_0("3.32.0", 3, 32), V4_1_0("4.1.0", 4, 1);

    private final String label;
    private final int major;
    private final int minor;

    KnownVersion(String label, int major, int minor) {
        this.label = label;
        this.major = major;
        this.minor = minor;
    }

    public String label() {
        return label;
    }

    /** How far away a release is: releases of the same major are nearer than any of another. */
    int distance(int otherMajor, int otherMinor) {
        return Math.abs(major - otherMajor) * 1000 + Math.abs(minor - otherMinor);
    }
}
