package org.katagpu.attest.rung;

import java.util.Locale;
import org.katagpu.message.Text;

/** What can be known of the machine that answers, the host's mere word first. */
public enum Rung {
    /** The host says that it started a confidential VM. */
    ARGUMENTS,
    /** The token is of a machine of the authority. */
    GENUINE,
    /** It answers a question of ours. */
    FRESH,
    /** It was asked for by the server we talk to. */
    BOUND,
    /** Guest kernel, command line, memory and vCPUs are the expected ones. */
    KERNEL,
    /** The guest image is measured. */
    IMAGE,
    /** The container's image is measured. */
    CONTAINER,
    /** The GPU is attested. */
    GPU;

    public Text text() {
        return Text.of("attest.rung." + word());
    }

    /** What it proves and what not. */
    public Text meaning() {
        return Text.of("attest.rung." + word() + ".meaning");
    }

    /** In reports: {@code genuine}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
