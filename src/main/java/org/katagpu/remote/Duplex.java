package org.katagpu.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Two byte streams to one peer. Closing ends both. */
public interface Duplex extends AutoCloseable {
    InputStream input();

    OutputStream output();

    @Override
    void close() throws IOException;
}
