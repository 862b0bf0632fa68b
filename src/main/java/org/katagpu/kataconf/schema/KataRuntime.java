package org.katagpu.kataconf.schema;

/** The two programs that carry out {@code io.containerd.kata.v2}; they do not take the same configuration. */
public enum KataRuntime {
    GO("Go"),
    /** {@code runtime-rs}, the default from Kata 4. */
    RUST("Rust");

    private final String label;

    KataRuntime(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
