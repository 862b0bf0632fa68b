package org.katagpu.setup.rootfs;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of NVIDIA's driver: {@code 550.127.08}. Compared by number, so that {@code 550.54.15} is older than
 * {@code 550.127.08}.
 *
 * @param text as written, with its leading zeros: it is part of file names
 */
public record DriverVersion(String text, int branch, int minor, int patch) implements Comparable<DriverVersion> {
    private static final Pattern FORM = Pattern.compile("([1-9]\\d{2})\\.(\\d{1,3})(?:\\.(\\d{1,2}))?");
    private static final Comparator<DriverVersion> ORDER = Comparator.comparingInt(DriverVersion::branch)
            .thenComparingInt(DriverVersion::minor).thenComparingInt(DriverVersion::patch);

    public static Optional<DriverVersion> parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? Optional.of(new DriverVersion(text, Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)),
                        form.group(3) == null ? 0 : Integer.parseInt(form.group(3))))
                : Optional.empty();
    }

    /** @throws IllegalArgumentException for what is no version */
    public static DriverVersion of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("no driver version: " + text));
    }

    public boolean atLeast(String other) {
        return compareTo(of(other)) >= 0;
    }

    /** The name of NVIDIA's installer. @param machine the host's processor, as {@code uname -m} says: {@code aarch64} */
    public String fileName(String machine) {
        return "NVIDIA-Linux-" + machine + "-" + text + ".run";
    }

    @Override
    public int compareTo(DriverVersion other) {
        return ORDER.compare(this, other);
    }
}
