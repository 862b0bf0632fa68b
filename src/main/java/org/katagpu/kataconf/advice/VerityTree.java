package org.katagpu.kataconf.advice;

/**
 * The tree of hashes (dm-verity) over a guest image the wizard made, in blocks of 4 KiB.
 *
 * @param image as the configuration names it
 * @param intact whether the image is still the very file
 * @param rootHash empty: it was made without a tree
 * @param partitioned whether file system and tree are the first two partitions; otherwise the tree begins at block
 *        {@code start} of the same device
 */
public record VerityTree(String image, boolean intact, String rootHash, String salt, long blocks, boolean partitioned,
        long start) {
    private static final String HASH = "[0-9a-f]{64}";
    private static final int BLOCK = 4096;
    private static final int SECTORS = BLOCK / 512;

    /** Whether it can be put on a command line: what a host tells is not taken as it comes. */
    public boolean isThere() {
        return rootHash.matches(HASH) && salt.matches(HASH) && blocks > 0;
    }

    /** As {@code kernel_verity_params} has it. */
    String parameters() {
        return "root_hash=" + rootHash + ",salt=" + salt + ",data_blocks=" + blocks + ",data_block_size=" + BLOCK
                + ",hash_block_size=" + BLOCK;
    }

    /** As {@code dm-mod.create} has it. @param device the disk: {@code /dev/vda} */
    String table(String device) {
        String data = partitioned ? device + first(device) : device;
        String tree = partitioned ? device + first(device).replace('1', '2') : device;
        return "\"dm-verity,,,ro,0 " + blocks * SECTORS + " verity 1 " + data + " " + tree + " " + BLOCK + " " + BLOCK
                + " " + blocks + " " + start + " sha256 " + rootHash + " " + salt + "\"";
    }

    private static String first(String device) {
        return Character.isDigit(device.charAt(device.length() - 1)) ? "p1" : "1";
    }
}
