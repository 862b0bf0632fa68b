package org.katagpu.chat;

import org.katagpu.message.ProblemException;
import org.katagpu.remote.Duplex;

/** Opens a stream to a server; in the app this is {@code Host::dial}. */
@FunctionalInterface
public interface Dialer {
    Duplex dial(String address, int port) throws ProblemException, InterruptedException;
}
