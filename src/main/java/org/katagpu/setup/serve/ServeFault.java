package org.katagpu.setup.serve;

import java.util.Locale;

/** What cannot be served, in a choice that can be kept: its text is {@code serve.fault.<word>}. */
public enum ServeFault {
    MODEL_EMPTY,
    /** Not a name and model, as sources write it: {@code qwen/Qwen1.5-1.8B-Chat}. */
    MODEL_FORM,
    /** A local model is a folder from the root on. */
    MODEL_FOLDER, MIRROR_FORM, SERVED_NAME,
    /** An opening quote or a last backslash without what belongs to it. */
    EXTRA_UNBALANCED,
    /** A setting that the form has, or a key that would be readable in the process list. */
    EXTRA_RESERVED, RUNTIME_FORM, CONTAINER_FORM;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
