package org.katagpu.setup.preflight;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Findings that say again what another one says: on a host without Kata nothing can be told of its files. Each goes
 * away with its cause, and needs no act of its own.
 */
final class Consequences {
    private static final List<Consequences> ALL = List.of(
            new Consequences("check.architecture.fail",
                    one -> one.found("check.not-arm") || one.is("kernel") || one.is("os")),
            new Consequences("check.kata-shim.fail",
                    ids("kata-runtime", "kata-variant", "kata-config", "kata-several", "vfio-node", "hypervisor",
                            "guest-image", "guest-kernel", "advisory-kata")),
            new Consequences("check.rights.warn",
                    one -> one.finding().next().key().equals("check.unknown.not-permitted.next")),
            new Consequences("check.containerd.fail", Consequences::needsContainerd),
            new Consequences("check.containerd.fail.stopped", Consequences::needsContainerd),
            new Consequences("check.docker.warn", ids("docker-daemon", "advisory-docker")),
            new Consequences("check.docker.warn.podman", ids("docker-daemon", "advisory-docker")),
            new Consequences("check.cmdline-virtcca.fail", one -> one.found("check.tmm.fail.kvm")));

    private final String cause;
    private final Predicate<Judged> follows;

    private Consequences(String cause, Predicate<Judged> follows) {
        this.cause = cause;
        this.follows = follows;
    }

    private static Predicate<Judged> ids(String... ids) {
        Set<String> all = Set.of(ids);
        return one -> all.contains(one.check().id());
    }

    private static boolean needsContainerd(Judged one) {
        return one.is("advisory-containerd") || one.found("check.kata-shim.warn");
    }

    /** Whether the second goes away with the first. */
    static boolean of(Judged cause, Judged other) {
        return ALL.stream().anyMatch(one -> cause.found(one.cause) && one.follows.test(other));
    }
}
