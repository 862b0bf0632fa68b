package org.katagpu.host;

import java.util.List;

/**
 * The container engines.
 *
 * @param containerd its version line and whether its daemon runs
 * @param docker the client's version line
 * @param dockerDaemon the version of the daemon that answered
 * @param firewalldRuns whether firewalld runs
 * @param toolkit NVIDIA's container toolkit on the host itself: its version lines
 * @param config containerd's configuration as itself merged it of its file and those that imports
 */
public record ContainerFacts(Reading<Containerd> containerd, Reading<String> docker, Reading<String> dockerDaemon,
        Reading<Boolean> firewalldRuns, Reading<String> toolkit, Reading<Config> config) {
    /**
     * @param base64 the text
     * @param files those of the usual places that say which annotations are handed on
     */
    public record Config(String base64, List<String> files) {}

    public record Containerd(String version, boolean running) {}

    static ContainerFacts of(Facts facts) {
        return new ContainerFacts(
                facts.one("containers.containerd")
                        .map(fact -> new Containerd(fact.path("version").asText(), fact.path("running").asBoolean())),
                facts.one("containers.docker").map(fact -> fact.path("version").asText()),
                facts.one("containers.docker-daemon").map(fact -> fact.path("version").asText()),
                facts.one("containers.firewalld").map(fact -> fact.path("running").asBoolean()),
                facts.one("containers.toolkit").map(fact -> fact.path("version").asText()),
                facts.one("containers.config").map(fact -> new Config(fact.path("text").asText(),
                        Facts.strings(fact.path("files")))));
    }
}
