package org.katagpu.attest.rim;

/**
 * What a confidential VM is made with, beside what is loaded into it.
 *
 * @param sveBits length of a vector, a multiple of 128; 0: no SVE
 * @param pmuCounters 0: no PMU
 */
public record VmShape(int vcpus, int sveBits, int pmuCounters) {
    static final int SVE_UNIT = 128;
    private static final int MOST_VCPUS = 512;

    public VmShape {
        if (vcpus < 1 || vcpus > MOST_VCPUS || sveBits < 0 || sveBits % SVE_UNIT != 0 || pmuCounters < 0) {
            throw new IllegalArgumentException("no VM has " + vcpus + ", " + sveBits + ", " + pmuCounters);
        }
    }
}
