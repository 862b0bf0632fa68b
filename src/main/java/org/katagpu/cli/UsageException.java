package org.katagpu.cli;

import org.katagpu.message.Text;

/** A command line that cannot be meant: nothing was done. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1;
    private final transient Text what;

    UsageException(Text what) {
        super(what.key());
        this.what = what;
    }

    Text what() {
        return what;
    }
}
