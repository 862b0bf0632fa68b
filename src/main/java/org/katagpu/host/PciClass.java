package org.katagpu.host;

/**
 * What kind of device a PCI function is, from its 24-bit class register.
 *
 * @param code base class, subclass, programming interface: {@code 0x030200}
 */
public record PciClass(int code) {
    /** Reads {@code 030200} or {@code 0x030200}; anything else is taken as unassigned (0xff0000). */
    public static PciClass of(String hex) {
        try {
            return new PciClass(Integer.parseInt(hex.startsWith("0x") ? hex.substring(2) : hex, 16) & 0xff_ffff);
        } catch (NumberFormatException notHex) {
            return new PciClass(0xff_0000);
        }
    }

    private int base() {
        return code >> 16;
    }

    private int baseAndSub() {
        return code >> 8;
    }

    public Kind kind() {
        return switch (baseAndSub()) {
            case 0x0300, 0x0302 -> Kind.GPU;
            case 0x0403 -> Kind.AUDIO;
            case 0x0c03 -> Kind.USB;
            case 0x0c80 -> Kind.SERIAL_BUS;
            case 0x0680 -> Kind.OTHER_BRIDGE;
            default -> switch (base()) {
                case 0x01 -> Kind.STORAGE;
                case 0x02 -> Kind.NETWORK;
                case 0x03 -> Kind.DISPLAY;
                case 0x06 -> Kind.BRIDGE;
                default -> Kind.OTHER;
            };
        };
    }

    /** As {@code lspci -nn} prints it: {@code 0302}. */
    @Override
    public String toString() {
        return "%04x".formatted(baseAndSub());
    }

    /** Kinds the wizard treats differently; its word for the admin is {@code host.class.<name>}. */
    public enum Kind {
        /** VGA (0300) or 3D (0302) controller of any vendor. */
        GPU,
        /** Any other display controller. */
        DISPLAY, AUDIO, USB,
        /** 0c80: the USB-C (UCSI) controller of GPUs. */
        SERIAL_BUS,
        /** 0680: "other bridge", the class of NVSwitches. Not a bridge to the IOMMU: it is an endpoint. */
        OTHER_BRIDGE,
        /** Host, PCI and other bridges: never bound, always allowed in a group. */
        BRIDGE, NETWORK, STORAGE, OTHER
    }
}
