package org.katagpu.setup.serve;

/**
 * The model and how it is served.
 *
 * @param model its id at the source, or an absolute folder for {@link ModelSource#LOCAL}
 * @param mirror base address for {@link ModelSource#MIRROR}
 * @param servedName what clients call it; empty: the model's own name
 * @param port in the container, 1 to 65535
 * @param memoryShare of the GPU's memory the server may take, percent
 * @param maxLength tokens of one conversation; 0: what the model says
 * @param tensorParallel number of GPUs the model is spread over; 0: all chosen ones
 * @param trustRemoteCode whether code that comes with the model may run
 * @param askKey whether clients need an API key; the key itself is never part of a plan
 * @param tls whether the server speaks TLS with a certificate of its own, made inside the guest
 * @param extra more arguments of the server, as typed
 * @param runtime the containerd runtime's name
 * @param container the container's name
 */
public record ServeChoice(ModelSource source, String model, String mirror, String servedName, int port,
        int memoryShare, int maxLength, int tensorParallel, boolean trustRemoteCode, boolean askKey, boolean tls,
        String extra, String runtime, String container) {
    public static final ServeChoice DEFAULT = new ServeChoice(ModelSource.MODELSCOPE, "qwen/Qwen1.5-1.8B-Chat", "",
            "", 8000, 90, 0, 0, false, true, false, "", "io.containerd.kata.v2", "katagpu-vllm");
}
