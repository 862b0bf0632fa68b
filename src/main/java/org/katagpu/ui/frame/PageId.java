package org.katagpu.ui.frame;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The wizard's steps, in their order. */
public enum PageId {
    CONNECT, HOST_CHECK,
    /** Beside the steps, not one of them: what only the admin can decide of all that is prepared. */
    ESSENTIALS, GPUS, GUEST_IMAGE, KATA_CONFIG, MODEL_IMAGE, NETWORK, REVIEW, MODEL, CHAT;

    /** Bundle key of the step's name in the rail. */
    public String titleKey() {
        return "frame.page." + fileName();
    }

    /** The step of this {@link #fileName}. */
    static Optional<PageId> named(String fileName) {
        return Arrays.stream(values()).filter(id -> id.fileName().equals(fileName)).findFirst();
    }

    /** For files and style classes: {@code host-check}. */
    public String fileName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether a host is needed before it can be opened. */
    public boolean needsHost() {
        return this != CONNECT;
    }
}
