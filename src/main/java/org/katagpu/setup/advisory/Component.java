package org.katagpu.setup.advisory;

import java.util.Locale;

/** What the table of advisories is about. */
public enum Component {
    KATA, TOOLKIT, CONTAINERD, DOCKER,
    /** NVIDIA's; its branches live side by side, and a record says nothing of those it does not name. */
    DRIVER, VLLM;

    static Component ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
