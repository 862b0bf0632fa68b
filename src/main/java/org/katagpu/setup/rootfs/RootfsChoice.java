package org.katagpu.setup.rootfs;

import java.util.regex.Pattern;

/**
 * What becomes of the guest image.
 *
 * @param image path of the image on the host; empty: none chosen
 * @param sizeGib size it shall have at least, in GiB; 0: as it is
 * @param convert whether a qcow2 image may be turned into a raw one
 * @param kernelTree folder on the host in which the guest's kernel was built; empty: none chosen
 * @param tight whether to try where there seems to be too little room: what is needed is an estimate
 * @param releaseVersion the distribution's release for dnf; empty: as the image says
 * @param verity whether the guest is held to the image's bytes, by a root hash on its kernel's command line
 */
public record RootfsChoice(String image, int sizeGib, boolean convert, boolean tight, String kernelTree,
        String releaseVersion,
        DriverChoice driver, RootfsSources sources, boolean verity) {
    private static final Pattern RELEASE = Pattern.compile("[A-Za-z0-9._-]*");

    public static final RootfsChoice NONE = new RootfsChoice("", 0, false, false, "", "", DriverChoice.GUIDE,
            RootfsSources.DEFAULT, false);
    /** The largest size a script takes. */
    public static final int MOST_GIB = 99_999;

    /** @throws IllegalArgumentException for what no script may get */
    public RootfsChoice {
        HostPath.require(image);
        HostPath.require(kernelTree);
        if (sizeGib < 0 || sizeGib > MOST_GIB) {
            throw new IllegalArgumentException("no size in GiB: " + sizeGib);
        }
        if (!RELEASE.matcher(releaseVersion).matches()) {
            throw new IllegalArgumentException("no release: " + releaseVersion);
        }
    }

    public RootfsChoice withImage(String path) {
        return new RootfsChoice(path, sizeGib, convert, false, kernelTree, releaseVersion, driver, sources, verity);
    }

    public RootfsChoice withSizeGib(int size) {
        return new RootfsChoice(image, size, convert, tight, kernelTree, releaseVersion, driver, sources, verity);
    }

    public RootfsChoice withConvert(boolean allowed) {
        return new RootfsChoice(image, sizeGib, allowed, tight, kernelTree, releaseVersion, driver, sources, verity);
    }

    public RootfsChoice withTight(boolean allowed) {
        return new RootfsChoice(image, sizeGib, convert, allowed, kernelTree, releaseVersion, driver, sources, verity);
    }

    public RootfsChoice withKernelTree(String path) {
        return new RootfsChoice(image, sizeGib, convert, tight, path, releaseVersion, driver, sources, verity);
    }

    public RootfsChoice withReleaseVersion(String release) {
        return new RootfsChoice(image, sizeGib, convert, tight, kernelTree, release, driver, sources, verity);
    }

    public RootfsChoice withDriver(DriverChoice chosen) {
        return new RootfsChoice(image, sizeGib, convert, tight, kernelTree, releaseVersion, chosen, sources, verity);
    }

    public RootfsChoice withSources(RootfsSources chosen) {
        return new RootfsChoice(image, sizeGib, convert, tight, kernelTree, releaseVersion, driver, chosen, verity);
    }

    public RootfsChoice withVerity(boolean wanted) {
        return new RootfsChoice(image, sizeGib, convert, tight, kernelTree, releaseVersion, driver, sources, wanted);
    }
}
