package org.katagpu.kataconf.schema;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The runtimes and versions of Kata whose keys were read from their source. Each runtime's in order of age. */
public enum KnownVersion {
    /** Confidential Containers' fork, between Kata 3.1 and 3.2. */
    CC_0_8_0("CC-0.8.0", 3, 1), V3_15_0("3.15.0", 3, 15),
    /** The first whose confidential guests take no group node of VFIO's. */
    V3_26_0("3.26.0", 3, 26), V3_32_0("3.32.0", 3, 32), V4_1_0("4.1.0", 4, 1), RS_4_1_0("4.1.0", 4, 1,
            KataRuntime.RUST);

    private final String label;
    private final int major;
    private final int minor;
    private final KataRuntime runtime;

    KnownVersion(String label, int major, int minor) {
        this(label, major, minor, KataRuntime.GO);
    }

    KnownVersion(String label, int major, int minor, KataRuntime runtime) {
        this.label = label;
        this.major = major;
        this.minor = minor;
        this.runtime = runtime;
    }

    public String label() {
        return label;
    }

    public KataRuntime runtime() {
        return runtime;
    }

    boolean isAtLeast(int wantedMajor, int wantedMinor) {
        return major > wantedMajor || major == wantedMajor && minor >= wantedMinor;
    }

    /** As the schema's data has it: {@code 4.1.0}, {@code rs-4.1.0}. */
    String column() {
        return runtime == KataRuntime.GO ? label : "rs-" + label;
    }

    /** For the admin: {@code 4.1.0}, {@code 4.1.0 (Rust)}. */
    public String shown() {
        return runtime == KataRuntime.GO ? label : label + " (" + runtime.label() + ")";
    }

    public static List<KnownVersion> of(KataRuntime runtime) {
        return Arrays.stream(values()).filter(version -> version.runtime == runtime).toList();
    }

    /** The one whose keys are taken for a release. */
    static KnownVersion nearest(KataRuntime runtime, int major, int minor) {
        return of(runtime).stream().min(Comparator.comparingInt(known -> known.distance(major, minor))).orElseThrow();
    }

    /** How far away a release is: releases of the same major are nearer than any of another. */
    private int distance(int otherMajor, int otherMinor) {
        return Math.abs(major - otherMajor) * 1000 + Math.abs(minor - otherMinor);
    }
}
