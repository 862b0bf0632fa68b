package org.katagpu.remote;

/** Ends a listener's registration when closed. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
    @Override
    void close();
}
