package org.katagpu.remote;

import java.io.IOException;
import java.io.OutputStream;

/** Bytes that follow a script on its standard input. Written once; must not keep secrets afterwards. */
@FunctionalInterface
public interface Payload {
    Payload NONE = to -> {};

    void writeTo(OutputStream to) throws IOException;
}
