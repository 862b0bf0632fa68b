package org.katagpu.machine;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.katagpu.remote.TcpRelay;

/** The way to a throwaway machine's sshd by one address, which outlives its restarts. It can be pulled and plugged in. */
public final class MachineCable implements AutoCloseable {
    private final ThrowawayMachine machine;
    private final TcpRelay relay;

    public MachineCable(ThrowawayMachine machine) throws IOException {
        this.machine = machine;
        this.relay = new TcpRelay(() -> new InetSocketAddress(machine.address(), machine.port()));
    }

    public String address() {
        return relay.address();
    }

    public int port() {
        return relay.port();
    }

    /** Every connection breaks, and none comes about. */
    public void pull() throws IOException {
        relay.pull();
    }

    public void plug() {
        relay.plug();
    }

    /** The machine loses its power and starts; see {@link ThrowawayMachine#restart()}. */
    public void restart() throws IOException, InterruptedException {
        pull();
        machine.restart();
        plug();
    }

    @Override
    public void close() throws IOException {
        relay.close();
    }
}
