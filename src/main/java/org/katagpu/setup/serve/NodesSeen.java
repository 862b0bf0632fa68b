package org.katagpu.setup.serve;

import java.util.Map;
import java.util.WeakHashMap;

import org.katagpu.remote.Host;
import org.katagpu.setup.kata.DeviceNodes;

/** By which node each connected host's Kata was last seen to take a GPU. Safe for several threads. */
final class NodesSeen {
    private final Map<Host, DeviceNodes> last = new WeakHashMap<>();

    synchronized DeviceNodes on(Host host) {
        return last.getOrDefault(host, DeviceNodes.ANY);
    }

    synchronized DeviceNodes keep(Host host, DeviceNodes seen) {
        last.put(host, seen);
        return seen;
    }
}
