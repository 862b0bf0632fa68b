package org.katagpu.setup.serve;

import java.util.List;
import java.util.Optional;

/**
 * What a running model server does at one moment.
 *
 * @param seconds by the host's clock, for rates between two samples
 * @param running whether the container's task runs
 * @param gpus empty where the guest did not answer
 * @param server empty where the server did not answer
 */
public record LiveFigures(double seconds, boolean running, List<GpuFigures> gpus, Optional<ServerFigures> server) {
    public LiveFigures {
        gpus = List.copyOf(gpus);
    }
}
