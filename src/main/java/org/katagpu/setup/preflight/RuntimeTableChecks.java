package org.katagpu.setup.preflight;

import static org.katagpu.setup.preflight.CheckGroup.CONTAINERS;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.katagpu.host.ContainerFacts;
import org.katagpu.host.HostScan;
import org.katagpu.host.KataFacts;
import org.katagpu.host.Reading;
import org.katagpu.kataconf.advice.Annotations;
import org.katagpu.kataconf.toml.KeyRef;
import org.katagpu.kataconf.toml.TablePath;
import org.katagpu.kataconf.toml.TomlDocument;
import org.katagpu.kataconf.toml.TomlValue;
import org.katagpu.message.ProblemException;
import org.katagpu.setup.Finding;
import org.katagpu.setup.kata.ContainerdRuntime;
import org.katagpu.setup.kata.KataLayers;

/** The runtimes containerd offers to Kubernetes: which lead to Kata, and what a pod's annotations may change there. */
final class RuntimeTableChecks {
    private static final KeyRef ENABLED = new KeyRef(TablePath.of("hypervisor", "qemu"), "enable_annotations");

    private RuntimeTableChecks() {}

    static List<HostCheck> all() {
        return List.of(new HostCheck("pod-annotations", CONTAINERS, Set.of("containers", "kata"),
                RuntimeTableChecks::annotations));
    }

    private static Finding annotations(HostScan scan, FindingBuilder verdict) {
        Reading<ContainerFacts.Config> config = scan.containers().config();
        if (config instanceof Reading.Unknown<ContainerFacts.Config>(String reason, String detail)
                && reason.equals("absent")) {
            return verdict.passOf("none", detail);
        }
        return verdict.on(config, told -> document(told).map(read -> judge(scan, verdict, told, read))
                .orElseGet(() -> verdict.unknown("failed", "containerd config dump")));
    }

    private static Optional<TomlDocument> document(ContainerFacts.Config told) {
        try {
            TomlDocument read = TomlDocument.read(Base64.getDecoder().decode(told.base64()));
            return read.tables().isEmpty() ? Optional.empty() : Optional.of(read);
        } catch (ProblemException | IllegalArgumentException torn) {
            return Optional.empty();
        }
    }

    private static Finding judge(HostScan scan, FindingBuilder verdict, ContainerFacts.Config told,
            TomlDocument document) {
        List<ContainerdRuntime> katas = ContainerdRuntime.of(document).stream().filter(ContainerdRuntime::isKata)
                .toList();
        if (katas.isEmpty()) {
            return verdict.passOf("none", "");
        }
        String evidence = katas.stream().map(RuntimeTableChecks::line).collect(Collectors.joining("\n"));
        List<ContainerdRuntime> open = katas.stream().filter(one -> !one.opening().isEmpty())
                .filter(one -> !isShut(one, scan.kata())).toList();
        if (open.isEmpty()) {
            return verdict.pass(evidence, String.valueOf(katas.size()));
        }
        String files = told.files().isEmpty() ? "/etc/containerd/config.toml" : String.join(", ", told.files());
        return verdict.warn(evidence, open.stream().map(ContainerdRuntime::name).collect(Collectors.joining(", ")),
                String.join(", ", Annotations.DANGEROUS), files);
    }

    /** Whether the Kata it leads to is the one that was read, and lets none of it through. */
    private static boolean isShut(ContainerdRuntime one, KataFacts kata) {
        Optional<KataFacts.Config> config = kata.config().value();
        boolean same = config.filter(known -> one.config().isEmpty() || known.real().equals(one.config())
                || known.path().filter(path -> path.equals(one.config())).isPresent()).isPresent();
        return same && KataLayers.of(kata).filter(layers -> layers.unreadable().isEmpty())
                .map(layers -> layers.values().get(ENABLED)).flatMap(TomlValue::asTexts)
                .map(enabled -> Annotations.opening(enabled).isEmpty()).orElse(false);
    }

    private static String line(ContainerdRuntime one) {
        return one.name() + "  " + one.type() + (one.path().isEmpty() ? "" : "  " + one.path())
                + (one.config().isEmpty() ? "" : "\n  " + one.config()) + "\n  pod_annotations = "
                + one.podAnnotations();
    }
}
