package org.katagpu.setup;

import org.katagpu.remote.BundledText;

/** Texts that come with the program, under {@code setup/}: scripts, their libraries, the Dockerfile. */
public final class SetupText {
    private SetupText() {}

    /**
     * @param path under {@code setup/}: {@code lib/control.sh}
     * @throws IllegalStateException where the program has no such text: a defect, found by the tests
     */
    public static String of(String path) {
        return BundledText.of("setup/" + path);
    }
}
