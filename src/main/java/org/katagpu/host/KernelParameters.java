package org.katagpu.host;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Parameters as the kernel and modprobe take them: {@code -} and {@code _} are alike in a name, the last one of a name
 * counts, and {@code 1}, {@code y}, {@code Y}, {@code on} are true (kernel/params.c, kstrtobool).
 */
public final class KernelParameters {
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private KernelParameters() {}

    /** Whether a switch is on in a line of parameters, {@code a=1 vfio-pci.disable_idle_d3=y}. */
    public static boolean on(String line, String name) {
        return value(line, name).map(KernelParameters::isTrue).orElse(false);
    }

    /** Empty where it is not named; a switch without a value is on. */
    private static Optional<String> value(String line, String name) {
        String wanted = alike(name);
        Optional<String> found = Optional.empty();
        for (String word : BLANKS.split(line)) {
            int equals = word.indexOf('=');
            if (alike(equals < 0 ? word : word.substring(0, equals)).equals(wanted)) {
                found = Optional.of(equals < 0 ? "1" : word.substring(equals + 1));
            }
        }
        return found;
    }

    public static boolean isTrue(String value) {
        return value.matches("(?i)1|y|yes|t|true|on");
    }

    private static String alike(String name) {
        return name.replace('-', '_');
    }
}
