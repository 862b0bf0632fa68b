package org.katagpu.kataconf.schema;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version the host's Kata says it is, and of which of the two runtimes.
 *
 * @param label {@code 3.15.0}, {@code CC-0.8.0}, {@code 3.2.0-alpha4}
 * @param nearest the known version of the same runtime whose keys are taken for it
 * @param exact whether it is that very version
 * @param dropIns whether its runtime reads {@code config.d} beside the configuration (since 2.5)
 */
public record KataVersion(String label, KnownVersion nearest, boolean exact, boolean dropIns) {
    private static final Pattern LABEL = Pattern
            .compile("(?i)\\b(CC-)?(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4})([-+~][0-9A-Za-z.+~-]+)?");

    public static KataVersion of(KnownVersion version) {
        return new KataVersion(version.label(), version, true, true);
    }

    public KataRuntime runtime() {
        return nearest.runtime();
    }

    /** Whether it is the runtime in Rust: many keys are called otherwise there, and some tables refuse unknown ones. */
    public boolean rust() {
        return runtime() == KataRuntime.RUST;
    }

    /** Whether it is that release of Kata or a later one. */
    public boolean isAtLeast(int major, int minor) {
        Matcher own = LABEL.matcher(label);
        if (!own.find() || own.group(1) != null) {
            return nearest.isAtLeast(major, minor);
        }
        int ownMajor = Integer.parseInt(own.group(2));
        return ownMajor > major || ownMajor == major && Integer.parseInt(own.group(3)) >= minor;
    }

    /** The same version's runtime in Rust. */
    public KataVersion inRust() {
        return parse(label, KataRuntime.RUST).orElseGet(() -> new KataVersion(label, KnownVersion.RS_4_1_0, false,
                true));
    }

    /** {@code 4.1.0}, {@code 4.1.0 (Rust)}. */
    public String shown() {
        return rust() ? label + " (" + runtime().label() + ")" : label;
    }

    /**
     * @param output what {@code kata-runtime --version} or a shim's printed: {@code kata-runtime  : 3.15.0 …},
     *        {@code Kata Containers containerd shim (Rust): id: io.containerd.kata.v2, version: 4.1.0, …}
     */
    public static Optional<KataVersion> parse(String output) {
        boolean rust = output.toLowerCase(Locale.ROOT).contains("shim (rust)");
        return parse(output, rust ? KataRuntime.RUST : KataRuntime.GO);
    }

    private static Optional<KataVersion> parse(String output, KataRuntime runtime) {
        Matcher found = LABEL.matcher(output);
        if (!found.find()) {
            return Optional.empty();
        }
        String label = found.group();
        int major = Integer.parseInt(found.group(2));
        int minor = Integer.parseInt(found.group(3));
        boolean confidential = found.group(1) != null && runtime == KataRuntime.GO;
        KnownVersion nearest = confidential
                ? KnownVersion.CC_0_8_0
                : KnownVersion.nearest(runtime, major, minor);
        boolean dropIns = confidential || major > 2 || major == 2 && minor >= 5;
        return Optional.of(new KataVersion(label, nearest, nearest.label().equalsIgnoreCase(label), dropIns));
    }
}
