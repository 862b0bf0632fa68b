package org.katagpu.setup.image;

/**
 * The model image: where it comes from and what it is called in containerd.
 *
 * @param way which of the three settings below counts; the others are kept for a change of mind
 * @param reference its name in containerd, see {@link ImageReference}
 */
public record ImageChoice(ImageWay way, String reference, ImageStore store, BuildSettings build,
        RegistryImage registry, ImageArchive archive, ImageMirrors mirrors) {
    public static final ImageChoice DEFAULT = new ImageChoice(ImageWay.BUILD, "docker.io/library/vllm-cvm:latest",
            ImageStore.DEFAULT, BuildSettings.DEFAULT, RegistryImage.OFFICIAL, ImageArchive.NONE, ImageMirrors.NONE);

    /** @throws IllegalArgumentException for a name that is none, or one with a digest: it is to be given, not found */
    public ImageChoice {
        if (ImageReference.parse(reference).filter(name -> name.digest().isEmpty()).isEmpty()) {
            throw new IllegalArgumentException("not an image's name: " + reference);
        }
    }

    public ImageChoice withWay(ImageWay wanted) {
        return new ImageChoice(wanted, reference, store, build, registry, archive, mirrors);
    }

    public ImageChoice withReference(String name) {
        return new ImageChoice(way, name, store, build, registry, archive, mirrors);
    }

    public ImageChoice withStore(ImageStore wanted) {
        return new ImageChoice(way, reference, wanted, build, registry, archive, mirrors);
    }

    public ImageChoice withBuild(BuildSettings settings) {
        return new ImageChoice(way, reference, store, settings, registry, archive, mirrors);
    }

    public ImageChoice withRegistry(RegistryImage image) {
        return new ImageChoice(way, reference, store, build, image, archive, mirrors);
    }

    public ImageChoice withArchive(ImageArchive file) {
        return new ImageChoice(way, reference, store, build, registry, file, mirrors);
    }

    public ImageChoice withMirrors(ImageMirrors wanted) {
        return new ImageChoice(way, reference, store, build, registry, archive, wanted);
    }
}
