package org.katagpu.setup.serve;

/** Where the server gets the model's weights. */
public enum ModelSource {
    MODELSCOPE, HUGGING_FACE,
    /** Hugging Face's protocol at another address. */
    MIRROR,
    /** A folder in the container's image. */
    LOCAL
}
