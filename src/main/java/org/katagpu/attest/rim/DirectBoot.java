package org.katagpu.attest.rim;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.katagpu.attest.cbor.Octets;
import org.katagpu.message.Text;

/**
 * The measurement of a VM that QEMU starts with a kernel and no firmware, as Kata does: QEMU's small loader, the kernel,
 * the device tree (in it: command line and memory), the vCPUs.
 */
public final class DirectBoot {
    static final long BASE = 0x4000_0000L;
    static final long KERNEL = BASE + (2 << 20);
    static final long DEVICE_TREE = BASE + (128 << 20);

    private static final int LARGE_PAGE = 2 << 20;
    private static final int HEADER = 64;
    private static final int MAGIC_AT = 56;
    private static final int MAGIC = 0x644d5241;
    private static final int SIZE_AT = 16;
    private static final int DEVICE_TREE_MAGIC = 0xd00dfeed;

    /** ldr x0, tree; x1 to x3 zero; ldr x4, kernel; br x4: as QEMU writes it before the two addresses. */
    private static final int[] LOADER = {0x580000c0, 0xaa1f03e1, 0xaa1f03e2, 0xaa1f03e3, 0x58000084, 0xd61f0080};

    private DirectBoot() {}

    /**
     * @param kernel an uncompressed arm64 Image
     * @param kernelSize of its file
     * @param deviceTree as QEMU's {@code dumpdtb} writes it for this VM
     */
    public static Octets rim(InputStream kernel, long kernelSize, byte[] deviceTree, VmShape shape)
            throws IOException, KernelException {
        byte[] header = kernel.readNBytes(HEADER);
        long size = loadedSize(header, kernelSize);
        if (deviceTree.length < HEADER || ByteBuffer.wrap(deviceTree).getInt(0) != DEVICE_TREE_MAGIC) {
            throw new KernelException(Text.of("attest.open.device_tree"));
        }
        MeasurementChain chain = new MeasurementChain(shape);
        chain.load(BASE, new ByteArrayInputStream(loader()), LARGE_PAGE);
        chain.load(KERNEL, new SequenceInputStream(new ByteArrayInputStream(header), kernel), size);
        chain.load(DEVICE_TREE, new ByteArrayInputStream(deviceTree), up(deviceTree.length + 1L, LARGE_PAGE));
        for (int i = 0; i < shape.vcpus(); i++) {
            chain.vcpu(i == 0 ? BASE : 0, i == 0);
        }
        return chain.value();
    }

    /** With the room the kernel asks for after its file. */
    private static long loadedSize(byte[] header, long fileSize) throws KernelException {
        ByteBuffer fields = ByteBuffer.wrap(Arrays.copyOf(header, HEADER)).order(ByteOrder.LITTLE_ENDIAN);
        if (fields.getInt(MAGIC_AT) != MAGIC) {
            boolean gzip = (fields.getShort(0) & 0xffff) == 0x8b1f;
            boolean zboot = fields.getShort(0) == 0x5a4d && fields.getInt(4) == 0x676d697a;
            throw new KernelException(Text.of(gzip || zboot
                    ? "attest.open.compressed_kernel"
                    : "attest.open.no_kernel_image"));
        }
        long size = fields.getLong(SIZE_AT);
        if (size < fileSize || size > DEVICE_TREE || KERNEL + size > DEVICE_TREE) {
            throw new KernelException(Text.of("attest.open.kernel_size"));
        }
        return up(size, MeasurementChain.PAGE);
    }

    private static byte[] loader() {
        ByteBuffer loader = ByteBuffer.allocate((LOADER.length + 4) * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int instruction : LOADER) {
            loader.putInt(instruction);
        }
        return loader.putLong(DEVICE_TREE).putLong(KERNEL).array();
    }

    private static long up(long size, long unit) {
        return (size + unit - 1) / unit * unit;
    }
}
