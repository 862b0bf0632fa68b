package org.katagpu.setup.kata;

import java.util.List;
import java.util.Optional;

import org.katagpu.host.HostScan;
import org.katagpu.host.KataFacts;
import org.katagpu.host.KataShim;
import org.katagpu.host.KataVariant;
import org.katagpu.host.ResourceFacts;
import org.katagpu.kataconf.advice.SetupFacts;
import org.katagpu.kataconf.advice.Variant;
import org.katagpu.kataconf.advice.VerityTree;
import org.katagpu.kataconf.schema.KataVersion;
import org.katagpu.kataconf.schema.KnownVersion;
import org.katagpu.setup.Plan;
import org.katagpu.setup.serve.ModelSize;

/** What the recommendations need of a scan and the plan: of the Kata the plan's runtime leads to. */
public final class HostFacts {
    private static final long MIB = 1L << 20;

    private HostFacts() {}

    public static SetupFacts of(HostScan scan, Plan plan) {
        KataVariant.Kind kind = scan.kata().variant(plan.serve().runtime()).kind();
        boolean old = kind == KataVariant.Kind.CC_0_8_0;
        KnownVersion likely = isRust(scan.kata(), plan.serve().runtime())
                ? KnownVersion.RS_4_1_0
                : old ? KnownVersion.CC_0_8_0 : KnownVersion.V3_15_0;
        KataVersion version = version(scan.kata(), plan.serve().runtime())
                .orElseGet(() -> new KataVersion(likely.label(), likely, false, true));
        long memory = scan.resources().memory().value().map(ResourceFacts.Memory::total).orElse(0L) / MIB;
        return new SetupFacts(memory, gpus(plan), modelMib(plan), variant(kind, version), version,
                trees(scan.kata()));
    }

    private static Variant variant(KataVariant.Kind kind, KataVersion version) {
        if (kind == KataVariant.Kind.CC_0_8_0) {
            return Variant.CC_0_8_0;
        }
        boolean without = kind == KataVariant.Kind.OTHER && (version.rust() || version.isAtLeast(3, 16));
        return without ? Variant.PLAIN : Variant.V3_15;
    }

    private static List<VerityTree> trees(KataFacts kata) {
        return kata.trees().stream().map(one -> new VerityTree(one.image(), one.intact(), one.rootHash(), one.salt(),
                one.blocks(), one.layout().equals("partitioned"), one.start())).toList();
    }

    public static int gpus(Plan plan) {
        return plan.gpu().devices().size();
    }

    /** As the model's name lets guess; 0 where it does not. */
    public static long modelMib(Plan plan) {
        return ModelSize.guess(plan.serve()).map(ModelSize::weightsMib).orElse(0L);
    }

    /**
     * The version of the Kata a runtime leads to: as its shim says, otherwise as the program beside it does.
     *
     * @param runtime a runtime's name, or the path of its shim
     */
    public static Optional<KataVersion> version(KataFacts kata, String runtime) {
        Optional<KataShim> shim = kata.shimOf(runtime);
        Optional<KataVersion> version = shim.flatMap(HostFacts::version)
                .or(() -> kata.runtime().value().map(KataFacts.Program::version).flatMap(KataVersion::parse))
                .or(() -> kata.shim().value().map(KataFacts.Program::version).flatMap(KataVersion::parse));
        boolean rust = isRust(kata, runtime);
        return version.map(known -> rust && !known.rust() ? known.inRust() : known);
    }

    /** As a shim says of itself. */
    public static Optional<KataVersion> version(KataShim shim) {
        return KataVersion.parse(shim.version()).map(known -> shim.isRust() ? known.inRust() : known);
    }

    /** Whether the runtime in Rust reads the file: it has a folder of its own for configurations, and for its shim. */
    private static boolean isRust(KataFacts kata, String runtime) {
        return kata.shimOf(runtime).map(KataShim::isRust).orElse(false)
                || kata.config().value().map(KataFacts.Config::real).filter(path -> path.contains("/runtime-rs/"))
                        .isPresent()
                || kata.shims().isEmpty() && kata.shim().value().map(KataFacts.Program::real)
                        .filter(path -> path.contains("/runtime-rs/")).isPresent();
    }
}
