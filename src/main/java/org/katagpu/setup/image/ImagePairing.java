package org.katagpu.setup.image;

import java.util.Optional;

import org.katagpu.message.Text;

/**
 * Whether an image and the driver in the guest go together. The driver in the guest counts, not the host's: the GPU is
 * the guest's.
 *
 * @param fits whether, or not, or that it cannot be told
 * @param text why, for the admin
 */
public record ImagePairing(Fit fits, Text text) {
    public enum Fit {
        YES, NO, UNKNOWN
    }

    /** The official image to pull on ARM64. @param guestDriver empty: not chosen yet */
    public static ImagePairing ofRegistry(String image, Optional<DriverVersion> guestDriver) {
        Optional<OfficialImage> known = ImageReference.parse(image).flatMap(OfficialImage::of);
        if (known.isEmpty() || known.get().cuda().isEmpty()) {
            return new ImagePairing(Fit.UNKNOWN, Text.of("image.pairing.unknown"));
        }
        if (!known.get().arm64()) {
            return new ImagePairing(Fit.NO, Text.of("image.pairing.no-arm64"));
        }
        return ofCuda(known.get().cuda().get(), guestDriver);
    }

    /** The image built here: NVIDIA's PyTorch 24.07 has CUDA 12.5, which runs on the drivers of 12.4 by its own rule. */
    public static ImagePairing ofBuild(Optional<DriverVersion> guestDriver) {
        return ofCuda(CudaRelease.CUDA_12_4, guestDriver);
    }

    /** The CUDA the image of the way chosen needs at least of the guest's driver; empty: it cannot be told from here. */
    public static Optional<CudaRelease> cuda(ImageChoice choice) {
        return switch (choice.way()) {
            case BUILD -> Optional.of(CudaRelease.CUDA_12_4);
            case REGISTRY -> ImageReference.parse(choice.registry().image()).flatMap(OfficialImage::of)
                    .flatMap(OfficialImage::cuda);
            case IMPORT -> Optional.empty();
        };
    }

    private static ImagePairing ofCuda(CudaRelease cuda, Optional<DriverVersion> guestDriver) {
        if (guestDriver.isEmpty()) {
            return new ImagePairing(Fit.UNKNOWN,
                    Text.of("image.pairing.no-driver", cuda.title(), cuda.driver().toString()));
        }
        DriverVersion driver = guestDriver.get();
        return driver.compareTo(cuda.driver()) >= 0
                ? new ImagePairing(Fit.YES, Text.of("image.pairing.fits", driver.toString(), cuda.title()))
                : new ImagePairing(Fit.NO, Text.of("image.pairing.old-driver", driver.toString(), cuda.title(),
                        cuda.driver().toString()));
    }
}
