package org.katagpu.practice.persona;

import java.util.Map;

import org.katagpu.practice.machine.Machine;
import org.katagpu.practice.machine.Machine.Content;

/**
 * A guest image as a file: the marks its layout is told by. The files in it are under {@code .practice/guest}, see
 * {@code practice/lib/mounts.sh}.
 */
final class GuestImage {
    private static final long SIZE = 256L << 20;
    private static final long PARTITION = 1L << 20;
    private static final long BOOT_SIGNATURE = 0x1fe;
    private static final long EXT_MAGIC = 0x438;
    private static final byte[] BOOTABLE = {0x55, (byte) 0xaa};
    private static final byte[] EXT = {0x53, (byte) 0xef};
    private static final String GUEST = ".practice/guest/";
    private static final String RELEASE = "6.6.0-guest";

    private GuestImage() {}

    /** A plain ext4 file system, as virtCCA's build for CC-0.8.0 makes it. */
    static Content plain() {
        return new Content.Sparse(SIZE, Map.of(EXT_MAGIC, EXT));
    }

    /** An MBR first, the file system behind it, as kata-deploy brings it. */
    static Content partitioned() {
        return new Content.Sparse(SIZE, Map.of(BOOT_SIGNATURE, BOOTABLE, PARTITION + EXT_MAGIC, EXT));
    }

    /** What is in an image that was never written, and the tree its kernel was built in, which has modules switched on. */
    static void addFiles(Machine.Builder machine) {
        machine.file(GUEST + "etc/os-release", KunpengServer.text("openeuler-os-release"))
                .file(GUEST + "etc/yum.repos.d/openEuler.repo", "[OS]\nname=OS\n")
                .file(GUEST + "etc/resolv.conf", "").file(GUEST + "usr/lib64/libc.so.6", "")
                .file(GUEST + "usr/bin/kata-agent", "").file(GUEST + "bin", new Content.Link(GUEST + "usr/bin"));
        String tree = "home/work/guest-kernel/";
        machine.file(tree + ".config", """
                CONFIG_CC_VERSION_TEXT="gcc (GCC) 12.3.1 (openEuler 12.3.1-85.oe2403sp2)"
                CONFIG_GCC_VERSION=120301
                CONFIG_ARM64=y
                CONFIG_MODULES=y
                CONFIG_MMU_NOTIFIER=y
                """).file(tree + "Makefile", "# Linux\n").file(tree + "include/config/kernel.release", RELEASE + "\n")
                .file(tree + "include/linux/kernel.h", "#pragma once\n")
                .file(tree + "include/generated/autoconf.h", "#define CONFIG_MODULES 1\n")
                .file(tree + "include/generated/uapi/linux/version.h", "#define LINUX_VERSION_CODE 394752\n")
                .file(tree + "Module.symvers", "0x00000000\tprintk\tvmlinux\tEXPORT_SYMBOL\n");
    }
}
