package org.katagpu.host;

/**
 * A PCIe link's speed and width; the current ones are lower while a GPU idles.
 *
 * @param transfers as sysfs prints it without the suffix: {@code 16.0 GT/s}; empty when not told
 * @param width lanes; 0 when not told
 */
public record PciLink(String transfers, int width) {
    public static final PciLink UNKNOWN = new PciLink("", 0);

    /** @param speed as in sysfs, {@code 32.0 GT/s PCIe} or {@code Unknown} */
    public static PciLink of(String speed, int width) {
        String shown = speed.replace(" PCIe", "").strip();
        return shown.isEmpty() || shown.startsWith("Unknown") || width <= 0 || width > 32
                ? UNKNOWN
                : new PciLink(shown, width);
    }

    public boolean known() {
        return width > 0;
    }

    /** {@code 32.0 GT/s ×16}, or empty. */
    @Override
    public String toString() {
        return known() ? transfers + " ×" + width : "";
    }
}
