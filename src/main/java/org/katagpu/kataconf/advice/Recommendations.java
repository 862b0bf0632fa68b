package org.katagpu.kataconf.advice;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import org.katagpu.kataconf.schema.KnownVersion;
import org.katagpu.kataconf.toml.Edit;
import org.katagpu.kataconf.toml.KeyRef;
import org.katagpu.kataconf.toml.TablePath;
import org.katagpu.kataconf.toml.TomlDocument;
import org.katagpu.kataconf.toml.TomlValue;
import org.katagpu.message.Text;

/** The keys a GPU container in a virtCCA guest needs, against a document as it stands. */
public final class Recommendations {
    private static final TablePath RUNTIME = TablePath.of("runtime");
    private static final long ONE_GPU_DIAL_SECONDS = 60;
    private static final long SEVERAL_GPUS_DIAL_SECONDS = 120;
    /** As Kata's own configurations for NVIDIA GPUs have it. */
    private static final long CREATE_SECONDS = 1_200;

    private final TomlDocument document;
    private final SetupFacts facts;
    private final TablePath hypervisor = TablePath.of("hypervisor", "qemu");
    private final TablePath agent;
    private final VerityBinding binding;
    private final List<Recommendation> found = new ArrayList<>();

    private Recommendations(TomlDocument document, SetupFacts facts) {
        this.document = document;
        this.facts = facts;
        this.binding = new VerityBinding(document, facts, hypervisor);
        this.agent = document.tables().stream()
                .filter(table -> table.parts().size() == 2 && table.parts().getFirst().equals("agent")).findFirst()
                .orElse(TablePath.of("agent", "kata"));
    }

    /** The most important first; none where the configuration is not for a GPU at all, see {@link Hypervisors}. */
    public static List<Recommendation> of(TomlDocument document, SetupFacts facts) {
        if (Hypervisors.fault(document).isPresent()) {
            return List.of();
        }
        return new Recommendations(document, facts).find();
    }

    /** The edits that bring every recommendation about that is not yet satisfied. */
    public static List<Edit> applyAll(List<Recommendation> recommendations) {
        return recommendations.stream().filter(one -> !one.satisfied())
                .<Edit>map(one -> new Edit.Set(one.ref(), one.value())).toList();
    }

    private List<Recommendation> find() {
        coldPlug();
        exactly(hypervisor, "guest_hook_path", TomlValue.text("/usr/share/oci/hooks"), true, why("hooks"));
        MemorySize size = new MemorySize(facts);
        atLeast(hypervisor, "default_memory", size.recommended(), true, why("memory", String.valueOf(MemorySize.LEAST),
                String.valueOf(facts.modelMib()), String.valueOf(facts.gpus())), size.cautions());
        switch (facts.variant()) {
            case CC_0_8_0 -> {
                grows();
                exactly(RUNTIME, "sandbox_cgroup_only", TomlValue.flag(true), true, why("cgroup"));
                virtioFsArguments();
                kernelParameters();
                annotations();
            }
            case V3_15 -> {
                grows();
                exactly(hypervisor, "confidential_guest", TomlValue.flag(true), true, why("confidential"));
                exactly(hypervisor, "shared_fs", TomlValue.text("virtio-fs"), true, why("sharedfs"));
                kernelParameters();
                annotations();
            }
            case PLAIN -> {
                exactly(hypervisor, "shared_fs", TomlValue.text("virtio-fs"), true, why("sharedfs"));
                kernelParameters();
            }
        }
        binding.key().ifPresent(wanted -> exactly(hypervisor, VerityBinding.KEY, TomlValue.text(wanted), true,
                why("verity")));
        guestKernelMode();
        long dial = facts.gpus() > 1 ? SEVERAL_GPUS_DIAL_SECONDS : ONE_GPU_DIAL_SECONDS;
        if (facts.version().rust()) {
            inRust(dial);
            return List.copyOf(found);
        }
        atLeast(agent, "dial_timeout", dial, false, why("dial"), List.of());
        if (facts.version().nearest() != KnownVersion.CC_0_8_0) {
            atLeast(RUNTIME, "create_container_timeout", CREATE_SECONDS, false, why("create"), List.of());
            if (facts.gpus() > 0) {
                atLeast(hypervisor, "pcie_root_port", facts.gpus(), false,
                        why("rootport", String.valueOf(facts.gpus())), rootPortCautions());
            }
        }
        return List.copyOf(found);
    }

    /**
     * The runtime in Rust refuses keys of [agent.kata] it does not know: Go's names there would stop every start. The
     * time to wait for the agent is reconnect_timeout_ms there; dial_timeout_ms is the pause between two attempts.
     */
    private void inRust(long dialSeconds) {
        atLeast(agent, "reconnect_timeout_ms", dialSeconds * 1_000, false, why("dial"), List.of());
        atLeast(agent, "create_container_timeout", CREATE_SECONDS, false, why("create"), List.of());
        if (facts.gpus() > 0) {
            atLeast(hypervisor, "pcie_root_port", facts.gpus(), false, why("rootport", String.valueOf(facts.gpus())),
                    rootPortCautions());
        }
    }

    private void grows() {
        exactly(RUNTIME, "static_sandbox_resource_mgmt", TomlValue.flag(true), true, why("static"));
    }

    /** What a container's annotations may change must not undo what is measured, or lead virtiofsd elsewhere. */
    private void annotations() {
        KeyRef ref = new KeyRef(hypervisor, "enable_annotations");
        List<String> allowed = document.value(ref).flatMap(TomlValue::asTexts).orElse(List.of());
        List<String> opening = Annotations.opening(allowed);
        if (!opening.isEmpty()) {
            List<String> narrowed = allowed.stream().filter(one -> !opening.contains(one)).toList();
            exactly(hypervisor, ref.key(), TomlValue.texts(narrowed), false, why("annotations"));
        }
    }

    private void coldPlug() {
        exactly(hypervisor, "cold_plug_vfio", TomlValue.text("root-port"), true, why("coldplug"));
        KeyRef hot = new KeyRef(hypervisor, "hot_plug_vfio");
        Optional<TomlValue> current = document.value(hot);
        if (current.isPresent() && !current.get().equals(TomlValue.text("no-port"))) {
            found.add(new Recommendation(hot, current, TomlValue.text("no-port"), false, true, why("hotplug"),
                    List.of()));
        }
    }

    private List<Text> rootPortCautions() {
        return facts.gpus() > 14
                ? List.of(Text.of("kataconf.caution.ports", String.valueOf(facts.gpus())))
                : List.of();
    }

    /** One thread for virtiofsd, and no announced submounts; other arguments stay. */
    private void virtioFsArguments() {
        KeyRef ref = new KeyRef(hypervisor, "virtio_fs_extra_args");
        List<String> arguments = new ArrayList<>(document.value(ref).flatMap(TomlValue::asTexts).orElse(List.of()));
        boolean fine = arguments.contains("--thread-pool-size=1") && !arguments.contains("--announce-submounts");
        if (!fine) {
            arguments.removeIf(one -> one.startsWith("--thread-pool-size") || one.equals("--announce-submounts"));
            arguments.add("--thread-pool-size=1");
        }
        exactly(hypervisor, ref.key(), TomlValue.texts(arguments), true, why("virtiofs"));
    }

    /** Only where a passed-through device would not be driven by the guest; unset is right by default. */
    private void guestKernelMode() {
        KeyRef ref = new KeyRef(RUNTIME, "vfio_mode");
        if (document.active(ref).isPresent()) {
            exactly(RUNTIME, ref.key(), TomlValue.text("guest-kernel"), true, why("vfiomode"));
        }
    }

    /**
     * CC-0.8.0's patched code passes virtCCA's by itself; there only a smaller value of the file's own is mended. Kata
     * without virtCCA needs none of them.
     */
    private void kernelParameters() {
        KeyRef ref = new KeyRef(hypervisor, "kernel_params");
        Optional<TomlValue> current = document.value(ref);
        String line = current.orElse(TomlValue.text("")) instanceof TomlValue.Text(String text) ? text : "";
        KernelParameters parameters = KernelParameters.parse(line);
        KernelParameters wanted = parameters;
        boolean byCode = facts.variant() == Variant.CC_0_8_0;
        boolean plain = facts.variant() == Variant.PLAIN;
        if (!byCode && !plain && !parameters.value("virtcca_cvm_guest").equals(Optional.of("1"))) {
            wanted = wanted.with("virtcca_cvm_guest", "1");
        }
        Optional<String> own = parameters.value("swiotlb");
        if (!plain && (!byCode || own.isPresent())) {
            Optional<String> raised = Swiotlb.wanted(own);
            wanted = raised.isPresent() ? wanted.with("swiotlb", raised.get()) : wanted;
        }
        KernelParameters unbound = wanted;
        wanted = binding.line(wanted);
        if (!byCode && !plain || !wanted.equals(parameters)) {
            boolean fine = wanted.equals(parameters) && current.isPresent();
            found.add(new Recommendation(ref, current, fine ? current.get() : TomlValue.text(wanted.line()), fine, true,
                    !wanted.equals(unbound) && unbound.equals(parameters)
                            ? why("verity")
                            : why("kernel", String.valueOf(Swiotlb.SLOTS), String.valueOf(Swiotlb.SLOTS / 512)),
                    List.of()));
        }
    }

    private void exactly(TablePath table, String key, TomlValue value, boolean required, Text why) {
        add(new KeyRef(table, key), value, value::equals, required, why, List.of());
    }

    private void atLeast(TablePath table, String key, long least, boolean required, Text why, List<Text> cautions) {
        add(new KeyRef(table, key), TomlValue.whole(least),
                value -> value instanceof TomlValue.Whole(long number) && number >= least, required, why, cautions);
    }

    private void add(KeyRef ref, TomlValue value, Predicate<TomlValue> enough, boolean required, Text why,
            List<Text> cautions) {
        Optional<TomlValue> current = document.value(ref);
        found.add(new Recommendation(ref, current, value, current.filter(enough).isPresent(), required, why, cautions));
    }

    private static Text why(String key, Object... arguments) {
        return Text.of("kataconf.why." + key, arguments);
    }
}
