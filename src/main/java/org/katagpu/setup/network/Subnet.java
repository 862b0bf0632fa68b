package org.katagpu.setup.network;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An IPv4 network: {@code 10.88.0.0/16}.
 *
 * @param first its first address as a number, 0 to 2³²−1
 * @param bits of the network part, 0 to 32
 */
public record Subnet(long first, int bits) {
    private static final Pattern FORM = Pattern
            .compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");
    /** RFC 1918. */
    private static final List<Subnet> PRIVATE = List.of(new Subnet(10L << 24, 8), new Subnet(172L << 24 | 16 << 16, 12),
            new Subnet(192L << 24 | 168 << 16, 16));
    /** One address for the bridge, one for the container, and the two that stand for the network and for all. */
    private static final int MOST_BITS = 30;

    /** What the text says, whether or not the network can be used here; host bits must be zero. */
    public static Optional<Subnet> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        long address = 0;
        for (int part = 1; part <= 4; part++) {
            int number = Integer.parseInt(form.group(part));
            if (number > 255) {
                return Optional.empty();
            }
            address = address << 8 | number;
        }
        int bits = Integer.parseInt(form.group(5));
        return bits <= 32 && address % (1L << 32 - bits) == 0
                ? Optional.of(new Subnet(address, bits))
                : Optional.empty();
    }

    /** The network an address with so many bits lies in. */
    public static Optional<Subnet> around(String address, int bits) {
        return parse(address + "/32").map(host -> new Subnet(host.first & -1L << 32 - bits, bits));
    }

    private long last() {
        return first + (1L << 32 - bits) - 1;
    }

    /** Whether they share an address. */
    public boolean overlaps(Subnet other) {
        return first <= other.last() && other.first <= last();
    }

    /** Whether it lies within one of the ranges that are nobody's on the Internet. */
    public boolean isPrivate() {
        return PRIVATE.stream().anyMatch(range -> range.first <= first && last() <= range.last());
    }

    /** Whether there is room for a bridge and a container. */
    public boolean hasRoom() {
        return bits <= MOST_BITS;
    }

    @Override
    public String toString() {
        return "%d.%d.%d.%d/%d".formatted(first >> 24, first >> 16 & 255, first >> 8 & 255, first & 255, bits);
    }
}
