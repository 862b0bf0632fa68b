package org.katagpu.setup.kata;

import java.util.Optional;

import org.katagpu.host.HostScan;
import org.katagpu.host.KataFacts;
import org.katagpu.host.KataVariant;
import org.katagpu.host.ResourceFacts;
import org.katagpu.kataconf.advice.SetupFacts;
import org.katagpu.kataconf.advice.Variant;
import org.katagpu.kataconf.schema.KataVersion;
import org.katagpu.kataconf.schema.KnownVersion;
import org.katagpu.setup.Plan;
import org.katagpu.setup.serve.ModelSize;

/** What the recommendations need of a scan and the plan. */
public final class HostFacts {
    private static final long MIB = 1L << 20;

    private HostFacts() {}

    public static SetupFacts of(HostScan scan, Plan plan) {
        boolean old = scan.kata().variant().kind() == KataVariant.Kind.CC_0_8_0;
        KnownVersion likely = old ? KnownVersion.CC_0_8_0 : KnownVersion.V3_15_0;
        KataVersion version = version(scan.kata())
                .orElseGet(() -> new KataVersion(likely.label(), likely, false, true));
        if (isRust(scan.kata())) {
            version = version.inRust();
        }
        long memory = scan.resources().memory().value().map(ResourceFacts.Memory::total).orElse(0L) / MIB;
        return new SetupFacts(memory, gpus(plan), modelMib(plan), old ? Variant.CC_0_8_0 : Variant.V3_15, version);
    }

    public static int gpus(Plan plan) {
        return plan.gpu().devices().size();
    }

    /** As the model's name lets guess; 0 where it does not. */
    public static long modelMib(Plan plan) {
        return ModelSize.guess(plan.serve()).map(ModelSize::weightsMib).orElse(0L);
    }

    /** Whether Kata's Rust runtime reads the file: it has a folder of its own for configurations, and for its shim. */
    private static boolean isRust(KataFacts kata) {
        return kata.config().value().map(KataFacts.Config::real).filter(path -> path.contains("/runtime-rs/"))
                .isPresent()
                || kata.shim().value().map(KataFacts.Program::real).filter(path -> path.contains("/runtime-rs/"))
                        .isPresent();
    }

    private static Optional<KataVersion> version(KataFacts kata) {
        return kata.runtime().value().map(KataFacts.Program::version).flatMap(KataVersion::parse)
                .or(() -> kata.shim().value().map(KataFacts.Program::version).flatMap(KataVersion::parse));
    }
}
