package org.katagpu.kataconf.advice;

import java.util.ArrayList;
import java.util.List;

import org.katagpu.message.Text;

/**
 * How much memory the VM should start with. The guide's 20480 MiB is the least; above it, a model's files pass through
 * guest memory while they are loaded, and each further GPU maps more.
 */
public record MemorySize(SetupFacts facts) {
    static final long LEAST = 20_480;
    private static final long BESIDE_MODEL = 8_192;
    private static final long PER_FURTHER_GPU = 4_096;
    private static final long STEP = 1_024;

    /** In MiB, whole GiB; never less than the guide's figure, and not more than half of the host's memory. */
    long recommended() {
        long most = facts.hostMemoryMib() == 0 ? Long.MAX_VALUE : facts.hostMemoryMib() / 2 / STEP * STEP;
        return Math.max(LEAST, Math.min(wanted(), most));
    }

    private long wanted() {
        return wanted(facts.modelMib(), facts.gpus());
    }

    /** What a VM should start with for a model of this size, both in MiB. */
    public static long wanted(long modelMib, int gpus) {
        long wanted = modelMib + BESIDE_MODEL + PER_FURTHER_GPU * Math.max(0, gpus - 1);
        return Math.max(LEAST, (wanted + STEP - 1) / STEP * STEP);
    }

    List<Text> cautions() {
        List<Text> cautions = new ArrayList<>();
        if (facts.hostMemoryMib() > 0 && recommended() > facts.hostMemoryMib() / 2) {
            cautions.add(Text.of("kataconf.caution.memory.host", String.valueOf(facts.hostMemoryMib()),
                    String.valueOf(recommended())));
        } else if (wanted() > recommended()) {
            cautions.add(Text.of("kataconf.caution.memory.model", String.valueOf(facts.modelMib()),
                    String.valueOf(wanted())));
        }
        return cautions;
    }
}
