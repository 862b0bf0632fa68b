package org.katagpu.setup.image;

import java.util.Optional;

/** Which vLLM a chosen image holds, where its name or its source tells. */
public final class ImageVllm {
    /** What {@link BuildSettings#COMMIT} is. */
    private static final String BUILT = "0.6.0";

    private ImageVllm() {}

    /** Empty for an archive, for an image that is none of vLLM's own, and for a tag without a version. */
    public static Optional<String> version(ImageChoice choice) {
        return switch (choice.way()) {
            case REGISTRY -> tag(choice);
            case BUILD -> choice.build().sourceCommit().equals(BuildSettings.COMMIT)
                    ? Optional.of(BUILT)
                    : Optional.empty();
            case IMPORT -> Optional.empty();
        };
    }

    /** The version an official image's tag names. */
    static Optional<String> tag(ImageChoice choice) {
        return choice.way() != ImageWay.REGISTRY
                ? Optional.empty()
                : ImageReference.parse(choice.registry().image())
                        .filter(image -> OfficialImage.of(image).isPresent()).map(ImageReference::tag);
    }
}
