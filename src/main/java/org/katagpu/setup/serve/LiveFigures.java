package org.katagpu.setup.serve;

import java.util.List;
import java.util.Optional;

/**
 * What a running model server does at one moment.
 *
 * @param seconds by the host's clock, for rates between two samples
 * @param running whether the container's task runs
 * @param gpus empty where the guest did not answer
 * @param server empty where the server did not tell its figures
 * @param answers whether it answered at all: a server may have no {@code /metrics}
 * @param life of the server process these figures are of; empty where it is not known
 */
public record LiveFigures(double seconds, boolean running, List<GpuFigures> gpus, Optional<ServerFigures> server,
        boolean answers, Optional<ServerLife> life) {
    public LiveFigures(double seconds, boolean running, List<GpuFigures> gpus, Optional<ServerFigures> server) {
        this(seconds, running, gpus, server, server.isPresent(), Optional.empty());
    }

    public LiveFigures {
        gpus = List.copyOf(gpus);
    }
}
