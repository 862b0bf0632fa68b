package org.katagpu.setup.image;

/** How the model image comes to the host. */
public enum ImageWay {
    /** Built there from source, with Docker. */
    BUILD,
    /** Pulled by containerd from a registry. */
    REGISTRY,
    /** Read from an archive ({@code docker save} or OCI layout) on the host. */
    IMPORT
}
