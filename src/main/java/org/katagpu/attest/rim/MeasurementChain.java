package org.katagpu.attest.rim;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.katagpu.attest.cbor.Octets;

/**
 * The firmware's measurement (RIM) as it grows: each act of the host (making the VM, loading a page, making a vCPU) is
 * hashed together with the value before it, SHA-256 throughout.
 */
final class MeasurementChain {
    static final int PAGE = 4096;

    private static final int RECORD = 0x100;
    private static final int RIM_AT = 0x10;
    private static final int IPA_BITS = 40;
    private static final long HAS_SVE = 1 << 1;
    private static final long HAS_PMU = 1 << 2;
    private static final int GENERAL_REGISTERS = 8;

    private final MessageDigest sha256;
    private byte[] value;

    MeasurementChain(VmShape shape) {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
        ByteBuffer made = buffer(PAGE);
        made.putLong(0, (shape.sveBits() > 0 ? HAS_SVE : 0) | (shape.pmuCounters() > 0 ? HAS_PMU : 0));
        made.putInt(0x08, IPA_BITS);
        made.putInt(0x10, shape.sveBits() / VmShape.SVE_UNIT);
        // No break- or watchpoints (0x18, 0x20); the hash is number 0 (0x30).
        made.putInt(0x28, shape.pmuCounters());
        value = sha256.digest(made.array());
    }

    /** Pages from there on, filled up with zeros to the size. @param size a multiple of pages */
    void load(long address, InputStream content, long size) throws IOException {
        byte[] page = new byte[PAGE];
        for (long at = 0; at < size; at += PAGE) {
            int read = content.readNBytes(page, 0, PAGE);
            Arrays.fill(page, read, PAGE, (byte) 0);
            byte[] hash = sha256.digest(page);
            ByteBuffer record = record(0);
            record.putLong(0x50, address + at);
            record.putLong(0x58, 1);
            record.put(0x60, hash);
            value = sha256.digest(record.array());
        }
    }

    /** @param entry where it starts; one that does not start by itself has 0 and is not runnable */
    void vcpu(long entry, boolean runnable) {
        ByteBuffer state = buffer((GENERAL_REGISTERS + 2) * Long.BYTES);
        state.putLong(GENERAL_REGISTERS * Long.BYTES, entry);
        state.putLong((GENERAL_REGISTERS + 1) * Long.BYTES, runnable ? 1 : 0);
        byte[] hash = sha256.digest(state.array());
        ByteBuffer record = record(1);
        record.put(0x50, hash);
        value = sha256.digest(record.array());
    }

    Octets value() {
        return Octets.of(value);
    }

    private ByteBuffer record(int kind) {
        ByteBuffer record = buffer(RECORD);
        record.put(0, (byte) kind);
        record.putLong(0x08, RECORD);
        record.put(RIM_AT, value);
        return record;
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
