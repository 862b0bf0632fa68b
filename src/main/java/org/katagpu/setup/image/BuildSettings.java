package org.katagpu.setup.image;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * How the image is built.
 *
 * @param baseImage what it is built upon
 * @param sourceUrl git repository of vLLM's source
 * @param sourceCommit 40 hex digits, or a tag or branch there, which the stage resolves to its commit
 * @param maxJobs compilers at once
 * @param nvccThreads GPU generations one CUDA compiler works on at once
 * @param cudaArches {@code TORCH_CUDA_ARCH_LIST}: {@code 8.0 9.0+PTX}
 * @param flashAttnArches {@code VLLM_FA_CMAKE_GPU_ARCHES}: {@code 80-real;90-real}
 * @param buildxVersion installed where none of this version or later is there
 * @param buildxFile path of the Buildx plugin on the host, for hosts that cannot download it; empty: download
 * @param buildxSha256 of a Buildx file, confirmed by the admin, 64 hex digits; empty: none was
 */
public record BuildSettings(String baseImage, String sourceUrl, String sourceCommit, int maxJobs, int nvccThreads,
        String cudaArches, String flashAttnArches, String buildxVersion, String buildxFile, String buildxSha256) {
    private static final Pattern REVISION = Pattern.compile("(?!.*\\.\\.)[A-Za-z0-9_][A-Za-z0-9._/+-]{0,199}");
    private static final Pattern SUM = Pattern.compile("([0-9a-f]{64})?");
    private static final Pattern CUDA = Pattern.compile("[0-9]+\\.[0-9](\\+PTX)?( [0-9]+\\.[0-9](\\+PTX)?)*");
    private static final Pattern FLASH = Pattern.compile("[0-9]+(-real|-virtual)?(;[0-9]+(-real|-virtual)?)*");
    private static final Pattern VERSION = Pattern.compile("v[0-9]+\\.[0-9]+\\.[0-9]+");

    /** The branch heads have moved on to trees this Dockerfile does not fit: v0.6.0 is at this commit. */
    public static final String COMMIT = "99dff010c4d8ad4f3b2e3ebcaca413f250b72588";
    public static final BuildSettings DEFAULT = new BuildSettings("nvcr.io/nvidia/pytorch:24.07-py3",
            "https://github.com/skandermoalla/vllm-build.git", COMMIT, 4, 1, "8.0 9.0+PTX", "80-real;90-real",
            "v0.19.2", "", "");

    public BuildSettings {
        PlainText.some(baseImage);
        if (ImageReference.parse(baseImage).isEmpty()) {
            throw new IllegalArgumentException("not an image's name: " + baseImage);
        }
        PlainText.repository(sourceUrl);
        PlainText.require(REVISION, sourceCommit);
        PlainText.require(CUDA, cudaArches);
        PlainText.require(FLASH, flashAttnArches);
        PlainText.require(VERSION, buildxVersion);
        PlainText.plain(PlainText.path(buildxFile));
        // A plan of an earlier version has none.
        buildxSha256 = Objects.requireNonNullElse(buildxSha256, "");
        PlainText.require(SUM, buildxSha256);
        if (maxJobs < 1 || maxJobs > 1024 || nvccThreads < 1 || nvccThreads > 64) {
            throw new IllegalArgumentException("jobs " + maxJobs + ", threads " + nvccThreads);
        }
    }

    public BuildSettings withLimits(BuildLimits limits) {
        return new BuildSettings(baseImage, sourceUrl, sourceCommit, limits.maxJobs(), limits.nvccThreads(), cudaArches,
                flashAttnArches, buildxVersion, buildxFile, buildxSha256);
    }

    public BuildSettings withArches(CudaArches arches) {
        return new BuildSettings(baseImage, sourceUrl, sourceCommit, maxJobs, nvccThreads, arches.torch(),
                arches.flashAttention(), buildxVersion, buildxFile, buildxSha256);
    }

    public BuildSettings withBaseImage(String wanted) {
        return new BuildSettings(wanted, sourceUrl, sourceCommit, maxJobs, nvccThreads, cudaArches, flashAttnArches,
                buildxVersion, buildxFile, buildxSha256);
    }

    /** The usual repository comes with the commit the Dockerfile fits. */
    public BuildSettings withSourceUrl(String wanted) {
        return new BuildSettings(baseImage, wanted, wanted.equals(DEFAULT.sourceUrl()) ? COMMIT : sourceCommit, maxJobs,
                nvccThreads, cudaArches, flashAttnArches, buildxVersion, buildxFile, buildxSha256);
    }

    public BuildSettings withSourceCommit(String wanted) {
        return new BuildSettings(baseImage, sourceUrl, wanted, maxJobs, nvccThreads, cudaArches, flashAttnArches,
                buildxVersion, buildxFile, buildxSha256);
    }

    public BuildSettings withMaxJobs(int wanted) {
        return new BuildSettings(baseImage, sourceUrl, sourceCommit, wanted, nvccThreads, cudaArches, flashAttnArches,
                buildxVersion, buildxFile, buildxSha256);
    }

    public BuildSettings withNvccThreads(int wanted) {
        return new BuildSettings(baseImage, sourceUrl, sourceCommit, maxJobs, wanted, cudaArches, flashAttnArches,
                buildxVersion, buildxFile, buildxSha256);
    }

    public BuildSettings withCudaArches(String wanted) {
        return new BuildSettings(baseImage, sourceUrl, sourceCommit, maxJobs, nvccThreads, wanted, flashAttnArches,
                buildxVersion, buildxFile, buildxSha256);
    }

    /** What was confirmed of another file counts no more. */
    public BuildSettings withBuildxFile(String wanted) {
        return new BuildSettings(baseImage, sourceUrl, sourceCommit, maxJobs, nvccThreads, cudaArches, flashAttnArches,
                buildxVersion, wanted, wanted.equals(buildxFile) ? buildxSha256 : "");
    }

    public BuildSettings withBuildxSha256(String confirmed) {
        return new BuildSettings(baseImage, sourceUrl, sourceCommit, maxJobs, nvccThreads, cudaArches, flashAttnArches,
                buildxVersion, buildxFile, confirmed);
    }
}
