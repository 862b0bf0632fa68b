package org.katagpu.setup.serve;

/**
 * What a conversation takes in the GPU's memory (the KV cache) for a model of which only the size is known. A
 * transformer of width 128·L in L layers has about 12·L·(128·L)² parameters; of each token a key and a value is kept
 * in each layer, two bytes a number. Models since 2024 share them between attention heads, mostly eight groups of 128
 * numbers; older ones (Qwen1.5, Llama 2 7B) keep them for every head.
 *
 * @param least bytes for each token, where heads share @param most where they do not
 */
record CacheSize(double least, double most) {
    private static final double PER_LAYER_CUBED = 12.0 * 128 * 128;
    private static final double HEAD = 128;
    private static final double SHARED_GROUPS = 8;
    /** Key and value, two bytes each. */
    private static final double BYTES = 4;

    static CacheSize of(ModelSize model) {
        double layers = Math.cbrt(model.parameters() * 1e9 / PER_LAYER_CUBED);
        return new CacheSize(BYTES * layers * HEAD * Math.min(SHARED_GROUPS, layers), BYTES * layers * HEAD * layers);
    }
}
