package org.katagpu.host;

/** A vendor's id with the id it gave a device or card: {@code 10de:26ba}. */
public record PciId(int vendor, int device) {
    public static final int NVIDIA = 0x10de;

    /** Both parts in hex, with or without {@code 0x}; what is no number is 0. */
    public static PciId of(String vendor, String device) {
        return new PciId(hex(vendor), hex(device));
    }

    private static int hex(String text) {
        try {
            return Integer.parseInt(text.startsWith("0x") ? text.substring(2) : text, 16) & 0xffff;
        } catch (NumberFormatException notHex) {
            return 0;
        }
    }

    @Override
    public String toString() {
        return "%04x:%04x".formatted(vendor, device);
    }
}
