package org.katagpu.setup.serve;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The links of the proof that a model answers in a confidential container, in the order they are proved. */
public enum ProofLink {
    /** The container runs in a virtual machine, and that one was started as a confidential one. */
    VM,
    /** The guest's NVIDIA driver sees every GPU chosen. */
    GPU,
    /** The model server's process was started and lives. */
    SERVER,
    /** The model's weights are in the GPU's memory. */
    WEIGHTS,
    /** {@code /health} answers at the container's address. */
    HEALTH,
    /** {@code /v1/models} lists the served name. */
    MODELS,
    /** The model generated a token. */
    TOKEN;

    /** As scripts write it: {@code vm}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<ProofLink> of(String word) {
        return Arrays.stream(values()).filter(link -> link.word().equals(word)).findFirst();
    }
}
