package org.katagpu.chat;

import java.util.Optional;

/** Where the server's API key is had when a request is sent. Its text is never part of a message, log or export. */
@FunctionalInterface
public interface ApiKey {
    /** For a server that asks for none. */
    ApiKey NONE = Optional::empty;

    /** A copy for the caller to wipe; empty where the server asks for no key. */
    Optional<char[]> copy();
}
