package org.katagpu.setup.image;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the tag of an official vLLM image ({@code vllm/vllm-openai}) tells of it. From v0.10.2 on there is one for
 * arm64 under the same tag (vllm-project/vllm, pull request 23210); CUDA 13 is the default from v0.20.0 on, and tags
 * that end in {@code -cu129} name their CUDA.
 *
 * @param arm64 whether it is there for ARM64 with CUDA
 * @param cuda the CUDA it needs at least; empty: the tag does not tell
 */
public record OfficialImage(boolean arm64, Optional<CudaRelease> cuda) {
    private static final Pattern NAME = Pattern.compile("(?:.*/)?vllm/vllm-openai");
    private static final Pattern TAG = Pattern.compile("v([0-9]+)\\.([0-9]+)\\.([0-9]+)(?:\\.post[0-9]+)?(?:-(.*))?");
    private static final Pattern CUDA = Pattern.compile("(?:.*-)?cu([0-9]{3})(?:-.*)?");

    /** Empty for an image that is none of vLLM's, or a tag without a version. */
    static Optional<OfficialImage> of(ImageReference image) {
        Matcher tag = TAG.matcher(image.tag());
        if (!NAME.matcher(image.name()).matches() || !tag.matches()) {
            return Optional.empty();
        }
        int version = Integer.parseInt(tag.group(1)) * 1_000_000 + Integer.parseInt(tag.group(2)) * 1_000
                + Integer.parseInt(tag.group(3));
        Matcher named = CUDA.matcher(tag.group(4) == null ? "" : tag.group(4));
        Optional<CudaRelease> cuda = named.matches() ? CudaRelease.ofDigits(named.group(1)) : usual(version);
        return Optional.of(new OfficialImage(version >= 10_002, cuda));
    }

    /** A lower bound, rather too high than too low: a driver that is too old shows only once the container runs. */
    private static Optional<CudaRelease> usual(int version) {
        if (version >= 20_000) {
            return Optional.of(CudaRelease.CUDA_13_0);
        }
        return Optional.of(version >= 10_002 ? CudaRelease.CUDA_12_9 : CudaRelease.CUDA_12_4);
    }
}
