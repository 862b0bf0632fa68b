package org.katagpu.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Runs one target over its corpus and over variations of it, for a time. Runs in a thread of its own. */
final class FuzzRun {
    /** Made for one input besides 16 KB a byte, garbage included: a length that is believed shows, whatever is held. */
    private static final long MOST_MADE = 96L << 20;
    private static final int MOST_FINDINGS = 5;
    private static final int MOST_KEPT = 400;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Target target;
    private final long seed;
    private final long mostNanos;
    private final List<Finding> findings = new ArrayList<>();
    private final Set<String> kinds = new HashSet<>();
    private final Set<Object> outcomes = new HashSet<>();
    private volatile byte[] current = new byte[0];
    private volatile long inputs;
    private volatile long slowest;

    /** @param mostNanos of the processor, for one input: what takes longer is taken for a hang */
    FuzzRun(Target target, long seed, long mostNanos) {
        this.target = target;
        this.seed = seed;
        this.mostNanos = mostNanos;
    }

    /** @param least inputs to be run however long it takes, @param nanos after which it ends */
    void run(List<byte[]> corpus, long nanos) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Mutator mutator = new Mutator(random, target.tokens());
        JsonMutator json = new JsonMutator(random, mutator);
        List<byte[]> pool = new ArrayList<>(corpus);
        pool.add(new byte[0]);
        corpus.forEach(this::one);
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end && findings.size() < MOST_FINDINGS) {
            byte[] base = pool.get(random.nextInt(pool.size()));
            byte[] other = pool.get(random.nextInt(pool.size()));
            byte[] input = target.form() == Target.Form.JSON_LINES && random.nextInt(8) > 0
                    ? json.vary(base)
                    : mutator.vary(base, other);
            if (one(input) && pool.size() < MOST_KEPT + corpus.size() && input.length < 20_000) {
                pool.add(input);
            }
        }
    }

    /** @return whether its outcome was a new one */
    private boolean one(byte[] input) {
        current = input;
        long time = THREADS.getCurrentThreadCpuTime();
        long made = THREADS.getCurrentThreadAllocatedBytes();
        Object outcome;
        try {
            outcome = target.reader().read(input.clone());
        } catch (Throwable thrown) {
            outcome = thrown.getClass();
            if (thrown instanceof VirtualMachineError || !target.documents(thrown)) {
                add(Finding.thrown(target.name(), thrown, input));
            }
        }
        inputs++;
        long took = THREADS.getCurrentThreadCpuTime() - time + target.reader().elsewhere();
        long more = THREADS.getCurrentThreadAllocatedBytes() - made;
        slowest = Math.max(slowest, took);
        if (took > mostNanos) {
            add(new Finding(target.name(), "slow", input, took / 1_000_000 + " ms for " + input.length + " bytes"));
        }
        if (!target.believed() && more > MOST_MADE + (16L << 10) * input.length) {
            add(new Finding(target.name(), "memory", input, more + " bytes made for " + input.length + " bytes"));
        }
        return outcome != null && outcomes.size() < 10_000 && outcomes.add(outcome);
    }

    /** Of each kind, by its place, one. */
    private synchronized void add(Finding finding) {
        String place = Arrays.stream(finding.detail().split("\n")).filter(line -> line.contains("org.katagpu"))
                .findFirst().orElse("");
        if (kinds.add(finding.what() + place)) {
            findings.add(finding);
        }
    }

    synchronized List<Finding> findings() {
        return List.copyOf(findings);
    }

    byte[] current() {
        return current;
    }

    long inputs() {
        return inputs;
    }

    long slowestMillis() {
        return slowest / 1_000_000;
    }

    int outcomes() {
        return outcomes.size();
    }
}
