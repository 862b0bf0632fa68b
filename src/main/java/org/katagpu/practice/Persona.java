package org.katagpu.practice;

import java.util.List;
import java.util.function.Supplier;

import org.katagpu.message.Text;
import org.katagpu.practice.machine.Machine;
import org.katagpu.practice.persona.HeldServer;
import org.katagpu.practice.persona.IommuOffServer;
import org.katagpu.practice.persona.KunpengServer;
import org.katagpu.practice.persona.LateGroupServer;
import org.katagpu.practice.persona.ManyDevicesServer;
import org.katagpu.practice.persona.RecordedVm;
import org.katagpu.practice.persona.RustServer;
import org.katagpu.practice.persona.SharedGroupServer;
import org.katagpu.practice.persona.TwoKatasServer;

/**
 * A machine the practice host can play.
 *
 * @param id stable: {@code kunpeng-4gpu}
 * @param name for the list
 * @param sentence what is special about it
 * @param machine builds it anew
 */
public record Persona(String id, Text name, Text sentence, Supplier<Machine> machine) {
    /** Four NVIDIA L20 in clean groups, everything right for virtCCA, Kata v3.15. */
    public static final Persona KUNPENG_4GPU = of("kunpeng-4gpu", KunpengServer::fourGpus);
    /** Companions and GPUs that cannot be had alone, Kata CC-0.8.0. */
    public static final Persona KUNPENG_SHARED_GROUP = of("kunpeng-shared-group", SharedGroupServer::machine);
    /** No SMMU, hence no groups; several other things are wrong too. */
    public static final Persona KUNPENG_IOMMU_OFF = of("kunpeng-iommu-off", IommuOffServer::machine);
    /** GPUs held by processes, and one by a running virtual machine. */
    public static final Persona KUNPENG_HELD = of("kunpeng-held", HeldServer::machine);
    /** GPUs whose IOMMU groups show only once they are bound; one of them is not alone then. */
    public static final Persona KUNPENG_LATE_GROUPS = of("kunpeng-late-groups", LateGroupServer::machine);
    /** The first, but its evidence is an older one. */
    public static final Persona EVIDENCE_REPLAYED = evidence("evidence-replayed", Fault.evidence("replayed"));
    /** The first, but its evidence is for another server's key. */
    public static final Persona EVIDENCE_OTHER_SERVER = evidence("evidence-other-server",
            Fault.evidence("other-server"));
    /** The first, but it shows the certificate of another machine. */
    public static final Persona EVIDENCE_OTHER_DEVICE = evidence("evidence-other-device",
            Fault.evidence("other-device"));
    /** The first, but the guest has no device that gives evidence. */
    public static final Persona EVIDENCE_NONE = evidence("evidence-none", Fault.noDevice());
    /** The distribution's Kata 3.31 beside virtCCA's 3.15: which one is meant is chosen. */
    public static final Persona TWO_KATAS = of("two-katas", TwoKatasServer::machine);
    /** Kata 4.1, whose runtime is the one in Rust. */
    public static final Persona KATA_IN_RUST = of("kata-in-rust", RustServer::machine);
    /** An x86 virtual machine with one H200, as recorded from a real one. */
    public static final Persona RECORDED_H200 = of("recorded-h200", RecordedVm::machine);

    /** In the order to offer them. */
    public static List<Persona> all() {
        return List.of(KUNPENG_4GPU, KUNPENG_SHARED_GROUP, KUNPENG_IOMMU_OFF, KUNPENG_HELD,
                KUNPENG_LATE_GROUPS, RECORDED_H200, TWO_KATAS, KATA_IN_RUST, EVIDENCE_REPLAYED,
                EVIDENCE_OTHER_SERVER, EVIDENCE_OTHER_DEVICE, EVIDENCE_NONE);
    }

    /** For benchmarks: the first persona with so many GPUs, each in a group and below a root port of its own. */
    public static Persona withManyDevices(int count) {
        return new Persona("many-" + count, KUNPENG_4GPU.name(), KUNPENG_4GPU.sentence(),
                () -> ManyDevicesServer.machine(count));
    }

    private static Persona evidence(String id, Fault fault) {
        return of(id, () -> KunpengServer.fourGpusWithEvidence(fault.line()));
    }

    private static Persona of(String id, Supplier<Machine> machine) {
        String key = "practice.persona." + id;
        return new Persona(id, Text.of(key), Text.of(key + ".sentence"), machine);
    }
}
