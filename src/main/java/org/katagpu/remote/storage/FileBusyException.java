package org.katagpu.remote.storage;

import java.io.IOException;

/** Another process has held the file's lock for longer than we wait. */
public final class FileBusyException extends IOException {
    FileBusyException(String path) {
        super(path);
    }
}
