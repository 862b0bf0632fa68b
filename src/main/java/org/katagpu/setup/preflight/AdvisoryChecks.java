package org.katagpu.setup.preflight;

import static org.katagpu.setup.preflight.CheckGroup.CONTAINERS;
import static org.katagpu.setup.preflight.CheckGroup.KATA;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.katagpu.host.ContainerFacts;
import org.katagpu.host.HostScan;
import org.katagpu.host.KataFacts;
import org.katagpu.host.KataShim;
import org.katagpu.host.Reading;
import org.katagpu.setup.Finding;
import org.katagpu.setup.advisory.Advisories;
import org.katagpu.setup.advisory.Advisory;
import org.katagpu.setup.advisory.AdvisoryStatus;
import org.katagpu.setup.advisory.Component;

/** Versions with published vulnerabilities, told at once. What a distribution may have mended itself is not known. */
final class AdvisoryChecks {
    private AdvisoryChecks() {}

    static List<HostCheck> all() {
        return List.of(
                new HostCheck("advisory-kata", KATA, Set.of("kata", "host"), (scan, verdict) -> judge(scan, verdict,
                        Component.KATA, kata(scan.kata()))),
                new HostCheck("advisory-containerd", CONTAINERS, Set.of("containers", "host"),
                        (scan, verdict) -> judge(scan, verdict, Component.CONTAINERD, scan.containers().containerd()
                                .value().map(ContainerFacts.Containerd::version))),
                new HostCheck("advisory-docker", CONTAINERS, Set.of("containers", "host"),
                        (scan, verdict) -> judge(scan, verdict, Component.DOCKER, docker(scan.containers()))),
                new HostCheck("advisory-toolkit", CONTAINERS, Set.of("containers", "host"), AdvisoryChecks::toolkit));
    }

    private static Optional<String> kata(KataFacts kata) {
        return kata.chosen().map(KataShim::version).filter(told -> !told.isBlank())
                .or(() -> kata.shim().value().map(KataFacts.Program::version).filter(told -> !told.isBlank()))
                .or(() -> kata.runtime().value().map(KataFacts.Program::version).filter(told -> !told.isBlank()));
    }

    /** podman that answers to Docker's name has versions of its own. */
    private static Optional<String> docker(ContainerFacts containers) {
        return containers.docker().value().filter(line -> !line.toLowerCase(java.util.Locale.ROOT).contains("podman"));
    }

    /** Kata needs none on the host: the guest's own is what counts. */
    private static Finding toolkit(HostScan scan, FindingBuilder verdict) {
        Reading<String> toolkit = scan.containers().toolkit();
        return toolkit instanceof Reading.Unknown<String>(String reason, String _) && reason.equals("no-tool")
                ? verdict.passOf("none", "nvidia-ctk")
                : judge(scan, verdict, Component.TOOLKIT, toolkit.value());
    }

    private static Finding judge(HostScan scan, FindingBuilder verdict, Component component, Optional<String> told) {
        if (told.isEmpty()) {
            return verdict.unknown("untold", "");
        }
        String version = told.get();
        boolean rust = version.contains("(Rust)");
        String machine = scan.system().architecture().value().orElse("");
        List<Advisory> all = Advisories.bundled().of(component).stream().filter(one -> one.concerns(machine, rust))
                .toList();
        List<Advisory> affected = with(all, version, AdvisoryStatus.AFFECTED);
        List<Advisory> open = with(all, version, AdvisoryStatus.UNKNOWN);
        String evidence = Stream.of(Stream.of(version.lines().findFirst().orElse("")),
                affected.stream().map(one -> one.line(one.mendedIn(version))),
                open.stream().map(one -> one.line("? " + one.mendedIn(version)))).flatMap(lines -> lines)
                .collect(Collectors.joining("\n"));
        if (!affected.isEmpty()) {
            return verdict.warn(evidence, String.valueOf(affected.size()), affected.getLast().mendedIn(version),
                    Advisories.all(affected));
        }
        return open.isEmpty()
                ? verdict.pass(evidence)
                : verdict.warnOf("packaged", evidence,
                        String.valueOf(open.size()));
    }

    private static List<Advisory> with(List<Advisory> all, String version, AdvisoryStatus wanted) {
        return all.stream().filter(one -> one.of(version) == wanted).toList();
    }
}
