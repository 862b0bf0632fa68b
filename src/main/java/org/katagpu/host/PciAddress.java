package org.katagpu.host;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of one PCI function, BDF: {@code 0000:3b:00.0}. Ordered as {@code lspci} lists.
 *
 * @param domain 0 to 0xffffffff (beyond 0xffff behind Intel VMD)
 * @param bus 0 to 255
 * @param device 0 to 31
 * @param function 0 to 7
 */
public record PciAddress(long domain, int bus, int device, int function) implements Comparable<PciAddress> {
    private static final Pattern FORM = Pattern
            .compile("(?:([0-9a-fA-F]{4,8}):)?([0-9a-fA-F]{2}):([01][0-9a-fA-F])\\.([0-7])");
    private static final Comparator<PciAddress> ORDER = Comparator.comparingLong(PciAddress::domain)
            .thenComparingInt(PciAddress::bus).thenComparingInt(PciAddress::device)
            .thenComparingInt(PciAddress::function);

    public PciAddress {
        if (domain < 0 || domain > 0xffff_ffffL || bus < 0 || bus > 0xff || device < 0 || device > 0x1f || function < 0
                || function > 7) {
            throw new IllegalArgumentException("no PCI address: %x:%x:%x.%x".formatted(domain, bus, device, function));
        }
    }

    /** @throws IllegalArgumentException when the text is no address; a missing domain means 0 */
    public static PciAddress of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("no PCI address: " + text));
    }

    /** Reads {@code 0000:3b:00.0} as sysfs writes it, or {@code 3b:00.0}. */
    public static Optional<PciAddress> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        long domain = form.group(1) == null ? 0 : Long.parseLong(form.group(1), 16);
        return Optional.of(new PciAddress(domain, hex(form, 2), hex(form, 3), hex(form, 4)));
    }

    private static int hex(Matcher form, int group) {
        return Integer.parseInt(form.group(group), 16);
    }

    /** Whether both are functions of one device in one slot. */
    public boolean sameSlot(PciAddress other) {
        return domain == other.domain && bus == other.bus && device == other.device;
    }

    @Override
    public int compareTo(PciAddress other) {
        return ORDER.compare(this, other);
    }

    /** As sysfs names it. */
    @Override
    public String toString() {
        return "%04x:%02x:%02x.%d".formatted(domain, bus, device, function);
    }
}
