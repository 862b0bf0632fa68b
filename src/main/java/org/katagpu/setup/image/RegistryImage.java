package org.katagpu.setup.image;

/**
 * An image to pull.
 *
 * @param image its name as containerd takes it, see {@link ImageReference}
 * @param bytes its size as the registry holds it, compressed, for the look at free space; 0: unknown
 * @param plainHttp whether the registry speaks without TLS: only for one's own network
 */
public record RegistryImage(String image, long bytes, boolean plainHttp) {
    /** The first official image for both architectures; compressed it has 10 GB or so. */
    public static final RegistryImage OFFICIAL = new RegistryImage("docker.io/vllm/vllm-openai:v0.10.2",
            10_000_000_000L, false);

    public RegistryImage {
        if (ImageReference.parse(image).isEmpty() || bytes < 0) {
            throw new IllegalArgumentException("not an image to pull: " + image);
        }
    }
}
