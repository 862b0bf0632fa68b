package org.katagpu.setup.image;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An NVIDIA driver's version: {@code 550.127.08}. */
public record DriverVersion(int major, int minor, int patch) implements Comparable<DriverVersion> {
    private static final Pattern FORM = Pattern.compile("([0-9]{3,4})\\.([0-9]{1,3})(?:\\.([0-9]{1,2}))?");

    public static Optional<DriverVersion> parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        return form.matches()
                ? Optional.of(new DriverVersion(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)),
                        form.group(3) == null ? 0 : Integer.parseInt(form.group(3))))
                : Optional.empty();
    }

    @Override
    public int compareTo(DriverVersion other) {
        int byMajor = Integer.compare(major, other.major);
        int byMinor = Integer.compare(minor, other.minor);
        return byMajor != 0 ? byMajor : byMinor != 0 ? byMinor : Integer.compare(patch, other.patch);
    }

    @Override
    public String toString() {
        return patch == 0 ? "%d.%d".formatted(major, minor) : "%d.%d.%02d".formatted(major, minor, patch);
    }
}
