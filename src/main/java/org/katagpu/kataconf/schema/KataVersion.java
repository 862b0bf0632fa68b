package org.katagpu.kataconf.schema;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version the host's Kata says it is.
 *
 * @param label {@code 3.15.0}, {@code CC-0.8.0}, {@code 3.2.0-alpha4}
 * @param nearest the known version whose keys are taken for it
 * @param exact whether it is that very version
 * @param dropIns whether its runtime reads {@code config.d} beside the configuration (since 2.5)
 * @param rust whether it is the runtime in Rust, the default from Kata 4: some keys are called otherwise there
 */
public record KataVersion(String label, KnownVersion nearest, boolean exact, boolean dropIns, boolean rust) {
    private static final Pattern LABEL = Pattern
            .compile("(?i)\\b(CC-)?(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4})([-+~][0-9A-Za-z.+~-]+)?");

    /** Of the runtime in Go. */
    public KataVersion(String label, KnownVersion nearest, boolean exact, boolean dropIns) {
        this(label, nearest, exact, dropIns, false);
    }

    /** The same version's runtime in Rust. Its keys are not known one by one, so it is nowhere exact. */
    public KataVersion inRust() {
        return new KataVersion(label, nearest, false, true, true);
    }

    public static KataVersion of(KnownVersion version) {
        return new KataVersion(version.label(), version, true, true);
    }

    /** @param output what {@code kata-runtime --version} or the shim's printed: {@code kata-runtime  : 3.15.0 …} */
    public static Optional<KataVersion> parse(String output) {
        Matcher found = LABEL.matcher(output);
        if (!found.find()) {
            return Optional.empty();
        }
        String label = found.group();
        int major = Integer.parseInt(found.group(2));
        int minor = Integer.parseInt(found.group(3));
        boolean confidential = found.group(1) != null;
        KnownVersion nearest = confidential
                ? KnownVersion.CC_0_8_0
                : Arrays.stream(KnownVersion.values())
                        .min(Comparator.comparingInt(known -> known.distance(major, minor))).orElseThrow();
        boolean dropIns = confidential || major > 2 || major == 2 && minor >= 5;
        return Optional.of(new KataVersion(label, nearest, nearest.label().equalsIgnoreCase(label), dropIns));
    }
}
