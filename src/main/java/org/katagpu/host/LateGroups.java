package org.katagpu.host;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether IOMMU groups come late on a host: on arm64 before kernel 6.15 the firmware's tables are evaluated when a
 * driver is first tried on a device, so a device without driver and group says nothing of the SMMU.
 */
final class LateGroups {
    private static final Pattern RELEASE = Pattern.compile("(\\d{1,4})\\.(\\d{1,4}).*", Pattern.DOTALL);
    private static final int MAJOR = 6;
    private static final int MINOR = 15;

    private LateGroups() {}

    static boolean on(SystemFacts system, VirtFacts virt) {
        return system.arm64() && system.kernel().value().map(LateGroups::old).orElse(true)
                && virt.iommus().value().map(found -> found.smmu() || found.groups() > 0).orElse(false);
    }

    private static boolean old(String release) {
        Matcher numbers = RELEASE.matcher(release);
        if (!numbers.matches()) {
            return true;
        }
        int major = Integer.parseInt(numbers.group(1));
        return major < MAJOR || major == MAJOR && Integer.parseInt(numbers.group(2)) < MINOR;
    }
}
