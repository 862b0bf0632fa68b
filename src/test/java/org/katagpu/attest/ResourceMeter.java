package org.katagpu.attest;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.stream.Stream;
import org.katagpu.attest.refusal.Challenge;

/** Gives a verifier what must be refused, and looks at what it takes: processor time and memory of each input, and what it throws. */
final class ResourceMeter {
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
    private final LongAccumulator longest = new LongAccumulator(Math::max, 0);
    private final LongAccumulator largest = new LongAccumulator(Math::max, 0);
    private final LongAccumulator inputs = new LongAccumulator(Long::sum, 0);

    /** One input. @param challenge it has to answer */
    record Input(String name, Verifier verifier, Evidence evidence, Challenge challenge, Instant at) {}

    void refuse(Input input) {
        long thread = Thread.currentThread().threadId();
        long memory = threads.getThreadAllocatedBytes(thread);
        long begun = threads.getThreadCpuTime(thread);
        try {
            Verdict verdict = input.verifier().verify(input.evidence(), input.at()).answering(input.challenge());
            if (verdict instanceof Verdict.Genuine) {
                wrong.add(input.name() + " accepted: " + input.evidence());
            }
        } catch (RuntimeException | Error thrown) {
            wrong.add(input.name() + " threw " + thrown + ": " + input.evidence());
        }
        longest.accumulate(threads.getThreadCpuTime(thread) - begun);
        largest.accumulate(threads.getThreadAllocatedBytes(thread) - memory);
        inputs.accumulate(1);
    }

    ResourceMeter all(Stream<Input> stream) {
        stream.parallel().forEach(this::refuse);
        System.getLogger("attest").log(System.Logger.Level.INFO,
                "{0} inputs, {1} wrong, longest {2} us, largest {3} KiB", inputs, wrong.size(), longest.get() / 1000,
                largest.get() >> 10);
        return this;
    }

    List<String> wrong() {
        return List.copyOf(wrong);
    }

    long inputs() {
        return inputs.get();
    }

    long longestMillis() {
        return longest.get() / 1_000_000;
    }

    long largestMib() {
        return largest.get() >> 20;
    }
}
