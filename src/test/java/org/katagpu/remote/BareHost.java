package org.katagpu.remote;

import java.time.Duration;
import java.util.function.Consumer;

/** A host with root's rights whose link never breaks, for tests that only run scripts. */
public abstract class BareHost implements Host {
    private final String label;

    protected BareHost(String label) {
        this.label = label;
    }

    @Override
    public final String label() {
        return label;
    }

    @Override
    public final Identity identity() {
        return new Identity("root", Identity.Elevation.ROOT);
    }

    @Override
    public final LinkState link() {
        return new LinkState.Up(Duration.ZERO);
    }

    @Override
    public final Subscription onLink(Consumer<LinkState> listener) {
        listener.accept(link());
        return () -> {};
    }

    @Override
    public final Duplex dial(String address, int port) {
        throw new UnsupportedOperationException("no streams on this host");
    }

    @Override
    public final void awaitLink() {}

    @Override
    public void close() {}
}
