package org.katagpu.practice.persona;

import org.katagpu.practice.machine.Machine.Content;

/** The first bytes of a guest image, enough to tell its layout by; there is nothing behind them. */
final class GuestImage {
    private static final int SIZE = 8 << 10;
    private static final int BOOT_SIGNATURE = 0x1fe;
    private static final int EXT_MAGIC = 0x438;

    private GuestImage() {}

    /** A plain ext4 file system, as virtCCA's build for CC-0.8.0 makes it. */
    static Content plain() {
        return marked(EXT_MAGIC, 0x53, 0xef);
    }

    /** An MBR first, the file system behind it, as kata-deploy brings it. */
    static Content partitioned() {
        return marked(BOOT_SIGNATURE, 0x55, 0xaa);
    }

    private static Content marked(int offset, int first, int second) {
        byte[] bytes = new byte[SIZE];
        bytes[offset] = (byte) first;
        bytes[offset + 1] = (byte) second;
        return new Content.Bytes(bytes);
    }
}
