package org.katagpu.kataconf.advice;

/** The two ways in which Kata comes with virtCCA, and Kata without it; they differ in what their configuration needs. */
public enum Variant {
    /** Built by hand from CC-0.8.0 with virtCCA's patch; much of what a guest needs is fixed in the patched code. */
    CC_0_8_0,
    /** Deployed by kata-deploy, 3.15.0 with virtCCA's patch: what a guest needs is in the configuration. */
    V3_15,
    /** A Kata that virtCCA never came with: it starts no virtCCA guest, and refuses to when told to. */
    PLAIN
}
