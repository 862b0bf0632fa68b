package org.katagpu.setup.preflight;

import static org.katagpu.setup.preflight.CheckGroup.KATA;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.katagpu.host.HostScan;
import org.katagpu.host.KataFacts;
import org.katagpu.host.KataFacts.Program;
import org.katagpu.host.KataShim;
import org.katagpu.host.KataVariant;
import org.katagpu.kataconf.schema.KataVersion;
import org.katagpu.message.Text;
import org.katagpu.setup.Finding;
import org.katagpu.setup.kata.DeviceNodes;
import org.katagpu.setup.kata.HostFacts;
import org.katagpu.setup.kata.KataLayers;

/** Kata: where containerd finds it, which of virtCCA's variants it is, and the files its configuration names. */
final class KataChecks {
    private static final List<String> CDEV_OPTIONS = List.of("CONFIG_IOMMUFD", "CONFIG_VFIO_DEVICE_CDEV");

    private KataChecks() {}

    static List<HostCheck> all() {
        return List.of(HostCheck.of("kata-shim", KATA, "kata", KataChecks::shim),
                HostCheck.of("kata-several", KATA, "kata", KataChecks::several),
                HostCheck.of("kata-runtime", KATA, "kata", KataChecks::runtime),
                HostCheck.of("kata-variant", KATA, "kata", KataChecks::variant),
                HostCheck.of("kata-config", KATA, "kata", KataChecks::config),
                new HostCheck("vfio-node", KATA, Set.of("kata", "kernel", "virt"), KataChecks::node),
                HostCheck.of("hypervisor", KATA, "kata", KataChecks::hypervisor),
                HostCheck.of("guest-image", KATA, "kata",
                        (scan, verdict) -> guestFile(scan, verdict, "hypervisor.qemu.image")),
                HostCheck.of("guest-kernel", KATA, "kata",
                        (scan, verdict) -> guestFile(scan, verdict, "hypervisor.qemu.kernel")));
    }

    private static Finding shim(HostScan scan, FindingBuilder verdict) {
        if (!scan.kata().untrusted().isEmpty()) {
            return verdict.warnOf("untrusted", String.join("\n", scan.kata().untrusted()));
        }
        return verdict.on(scan.kata().shim(), shim -> shim.path()
                .map(path -> shim.daemonsPath()
                        ? verdict.pass(evidence(shim), path)
                        : verdict.warn(evidence(shim), path))
                .orElseGet(() -> shim.elsewhere().isEmpty()
                        ? verdict.fail(shim.searched())
                        : verdict.failOf("path", "PATH=" + shim.searched(), shim.elsewhere().getFirst())));
    }

    private static Finding runtime(HostScan scan, FindingBuilder verdict) {
        return verdict.on(scan.kata().runtime(), runtime -> runtime.path()
                .map(path -> verdict.pass(evidence(runtime), path)).orElseGet(() -> runtime.elsewhere().isEmpty()
                        ? verdict.fail(runtime.searched())
                        : verdict.warn("PATH=" + runtime.searched(), runtime.elsewhere().getFirst())));
    }

    private static String evidence(Program program) {
        String link = program.path().filter(path -> !path.equals(program.real())).map(path -> path + " → ").orElse("");
        return (link + program.real() + "\n" + program.version()).strip();
    }

    private static Finding variant(HostScan scan, FindingBuilder verdict) {
        if (!scan.facts().completed().contains("kata")) {
            return verdict.unknown("untold", "");
        }
        KataVariant variant = scan.kata().variant();
        String evidence = String.join("\n", variant.evidence());
        Text name = Text.of("host.kata-variant." + variant.kind().name());
        return switch (variant.kind()) {
            case V3_15 -> verdict.pass(evidence, name);
            case CC_0_8_0 -> verdict.warnOf("old", evidence, name);
            case OTHER -> verdict.warnOf("other", evidence);
            case MIXED -> verdict.warnOf("mixed", evidence);
            case NONE -> verdict.fail(evidence);
        };
    }

    private static Finding config(HostScan scan, FindingBuilder verdict) {
        return verdict.on(scan.kata().config(), config -> {
            String evidence = String.join("\n", config.candidates());
            if (config.path().isEmpty()) {
                return verdict.fail(evidence);
            }
            String path = config.path().get();
            List<String> faulty = KataLayers.of(scan.kata()).map(KataLayers::unreadable).orElse(List.of());
            if (!faulty.isEmpty()) {
                return verdict.failOf("broken", String.join("\n", faulty), path);
            }
            String shown = path.equals(config.real()) ? path : path + " → " + config.real();
            if (config.origin().equals("environment") && refusesEnvironment(scan.kata())) {
                return verdict.failOf("environment", "KATA_CONF_FILE=" + path, path);
            }
            return config.asked() ? verdict.pass(evidence, shown) : verdict.warn(evidence, shown);
        });
    }

    /** From 4.0 on Kata takes from its environment only a path it was built with. */
    private static boolean refusesEnvironment(KataFacts kata) {
        return kata.chosen().flatMap(HostFacts::version)
                .filter(version -> version.isAtLeast(4, 0)).isPresent()
                && kata.config().value().map(KataFacts.Config::candidates).filter(all -> all.size() > 1)
                        .filter(all -> !all.subList(1, all.size()).contains(all.getFirst())).isPresent();
    }

    /** Two Katas beside each other: which one starts a container is not to be left to chance. */
    private static Finding several(HostScan scan, FindingBuilder verdict) {
        if (!scan.facts().completed().contains("kata")) {
            return verdict.unknown("untold", "");
        }
        List<KataShim> shims = scan.kata().shims();
        String evidence = shims.stream().map(KataChecks::line).collect(Collectors.joining("\n"));
        Optional<KataShim> standard = shims.stream().filter(KataShim::standard).findFirst();
        if (shims.size() < 2) {
            return verdict.pass(evidence);
        }
        Optional<KataShim> chosen = scan.kata().chosen().filter(shim -> scan.kata().asked().startsWith("/"));
        if (chosen.isPresent()) {
            return verdict.passOf("chosen", evidence, String.valueOf(shims.size()), chosen.get().path(),
                    HostFacts.version(chosen.get()).map(KataVersion::shown).orElse("?"), chosen.get().reads());
        }
        return standard.map(shim -> verdict.warn(evidence, String.valueOf(shims.size()), shim.path(),
                HostFacts.version(shim).map(KataVersion::shown).orElse("?"), shim.reads()))
                .orElseGet(() -> verdict.warnOf("none", evidence, String.valueOf(shims.size())));
    }

    private static String line(KataShim shim) {
        String version = HostFacts.version(shim).map(KataVersion::shown).orElse(shim.version());
        return shim.path() + (shim.path().equals(shim.real()) ? "" : " → " + shim.real()) + "\n  " + version + "\n  "
                + shim.config().map(path -> path.equals(shim.reads()) ? path : path + " → " + shim.reads())
                        .orElse("–");
    }

    /** The node this Kata takes a GPU by, and whether the kernel has such. */
    private static Finding node(HostScan scan, FindingBuilder verdict) {
        Optional<KataVersion> version = HostFacts.version(scan.kata(), scan.kata().asked());
        if (version.isEmpty() || !scan.facts().completed().contains("kata")) {
            return verdict.unknown("untold", "");
        }
        boolean confidential = scan.kata().settings().value().orElse(Map.of())
                .getOrDefault("hypervisor.qemu.confidential_guest", "false").equals("true");
        DeviceNodes nodes = DeviceNodes.of(version.get(), confidential);
        String kata = version.get().shown();
        if (nodes.kinds().isEmpty()) {
            return verdict.failOf("none", kata, kata);
        }
        if (!nodes.needsCdev()) {
            return verdict.pass("/dev/vfio/N", kata);
        }
        boolean iommu = scan.virt().nodes().getOrDefault("/dev/iommu", false);
        return verdict.on(scan.kernel().options(), options -> {
            String missing = CDEV_OPTIONS.stream().filter(option -> !options.getOrDefault(option, "n").matches("[ym]"))
                    .collect(Collectors.joining(", "));
            String evidence = CDEV_OPTIONS.stream().map(option -> option + "=" + options.getOrDefault(option, "n"))
                    .collect(Collectors.joining("\n")) + "\n/dev/iommu: " + (iommu ? "✓" : "–");
            if (!missing.isEmpty()) {
                return verdict.fail(evidence, kata, missing);
            }
            return iommu ? verdict.passOf("cdev", evidence, kata) : verdict.failOf("module", evidence, kata);
        });
    }

    private static Finding hypervisor(HostScan scan, FindingBuilder verdict) {
        return verdict.on(scan.kata().settings(), settings -> {
            List<String> tables = settings.keySet().stream().filter(key -> key.startsWith("hypervisor."))
                    .map(key -> key.substring("hypervisor.".length()).split("\\.", 2)[0]).distinct().sorted().toList();
            String shown = String.join(", ", tables);
            return tables.equals(List.of("qemu"))
                    ? verdict.pass("path = " + settings.getOrDefault("hypervisor.qemu.path", ""))
                    : verdict.fail(shown, shown.isEmpty() ? "–" : shown);
        });
    }

    private static Finding guestFile(HostScan scan, FindingBuilder verdict, String key) {
        return verdict.on(scan.kata().settings(), settings -> judge(scan.kata(), settings, verdict, key));
    }

    private static Finding judge(KataFacts kata, Map<String, String> settings, FindingBuilder verdict, String key) {
        KataFacts.GuestFile file = kata.files().get(key);
        if (file == null) {
            return settings.containsKey("hypervisor.qemu.initrd") && key.endsWith("image")
                    ? verdict.failOf("initrd", settings.get("hypervisor.qemu.initrd"))
                    : verdict.fail("");
        }
        if (!file.exists()) {
            return verdict.failOf("missing", file.path(), file.path());
        }
        if (!key.endsWith("image")) {
            return verdict.pass(file.path(), file.path());
        }
        return switch (file.layout()) {
            case "ext4", "partitioned" -> verdict.pass(file.path(), file.path(),
                    Text.of("check.guest-image.layout." + file.layout()));
            case "unread" -> verdict.unknown("not-permitted", file.path());
            case "qcow2" -> verdict.failOf("qcow2", file.path(), file.path());
            default -> verdict.warn(file.path(), file.path());
        };
    }
}
