package org.katagpu.setup.image;

/**
 * How much disk an image takes on its way, in bytes: the one place for this figure. An estimate, so it only warns;
 * where all folders lie on one file system, that one needs {@link #total()}.
 *
 * @param docker in Docker's folder: base image, build stages, result, and the layers {@code docker save} lays aside
 * @param containerd in containerd's store: the layers as they come, and unpacked
 */
public record ImageDiskSpace(long docker, long containerd) {
    private static final long GIB = 1L << 30;
    /** An image of the guide's kind: 20 to 30 GB. */
    static final long RESULT = 30 * GIB;
    /** Registries hold layers compressed, to about half. */
    private static final int UNPACKED = 2;

    public static final ImageDiskSpace BUILD = new ImageDiskSpace(60 * GIB + RESULT, ofStored(RESULT));

    /** For the way chosen. The size of an archive is read only on the host: a usual one is taken here. */
    public static ImageDiskSpace of(ImageChoice choice) {
        return switch (choice.way()) {
            case BUILD -> BUILD;
            case REGISTRY -> new ImageDiskSpace(0, (1 + UNPACKED) * choice.registry().bytes());
            case IMPORT -> new ImageDiskSpace(0, ofStored(RESULT));
        };
    }

    /** Layers as they are, unpacked, and a tenth for what the figures leave out. */
    private static long ofStored(long image) {
        return image + image * 11 / 10;
    }

    public long total() {
        return docker + containerd;
    }

    /** In whole GiB, for people. */
    public long gibibytes() {
        return (total() + GIB / 2) / GIB;
    }
}
