package org.katagpu.setup.image;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.katagpu.setup.rootfs.CudaVersion;
import org.katagpu.setup.rootfs.DriverVersion;

/**
 * {@code NVIDIA_REQUIRE_CUDA} as libnvidia-container reads it: alternatives by blanks, conditions by commas, all of one
 * alternative must hold. The GPU's brand is known only to its driver: a condition on it may hold.
 */
final class CudaRequirement {
    private static final Pattern CONDITION = Pattern.compile("(cuda|driver|brand|arch)(>=|<=|!=|=|<|>)([A-Za-z0-9.]+)");

    enum Met {
        YES,
        /** Only for GPUs of a brand it names. */
        BY_BRAND, NO
    }

    private final String text;

    CudaRequirement(String text) {
        this.text = text.strip();
    }

    /** @param cuda what the driver brings */
    Met by(DriverVersion driver, CudaVersion cuda) {
        if (text.isEmpty()) {
            return Met.YES;
        }
        Met best = Met.NO;
        for (String alternative : text.split("\\s+")) {
            Met one = all(alternative, driver, cuda);
            if (one == Met.YES) {
                return Met.YES;
            }
            best = one == Met.BY_BRAND ? one : best;
        }
        return best;
    }

    private static Met all(String alternative, DriverVersion driver, CudaVersion cuda) {
        Met met = Met.YES;
        for (String condition : alternative.split(",")) {
            Matcher form = CONDITION.matcher(condition);
            if (!form.matches()) {
                return Met.NO;
            }
            switch (form.group(1)) {
                case "cuda" -> {
                    Optional<CudaVersion> wanted = ImageNeeds.version(form.group(3));
                    if (wanted.isEmpty() || !holds(form.group(2), cuda.compareTo(wanted.get()))) {
                        return Met.NO;
                    }
                }
                case "driver" -> {
                    if (!form.group(3).matches("[0-9]{1,4}(\\.[0-9]{1,3}){0,2}")
                            || !holds(form.group(2), compare(driver, form.group(3)))) {
                        return Met.NO;
                    }
                }
                default -> met = Met.BY_BRAND;
            }
        }
        return met;
    }

    private static int compare(DriverVersion driver, String dotted) {
        int[] own = {driver.branch(), driver.minor(), driver.patch()};
        String[] parts = dotted.split("\\.");
        for (int i = 0; i < own.length; i++) {
            int order = Integer.compare(own[i], i < parts.length ? Integer.parseInt(parts[i]) : 0);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static boolean holds(String sign, int order) {
        return switch (sign) {
            case ">=" -> order >= 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            case "<" -> order < 0;
            case "=" -> order == 0;
            default -> order != 0;
        };
    }
}
