package org.katagpu.setup.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import org.katagpu.kataconf.advice.MemorySize;
import org.katagpu.message.Text;

/**
 * Whether a model will fit: an estimate from its name and the GPUs' memory, never more.
 *
 * @param sum how it was reckoned, a line each
 * @param cautions what else may go wrong
 */
public record MemoryAdvice(Verdict verdict, List<Text> sum, List<Text> cautions) {
    public enum Verdict {
        FITS,
        /** It fits if the model's attention shares its heads, or with hardly anything left. */
        TIGHT, TOO_LARGE,
        /** The name does not tell the model's size, or the GPUs are not known. */
        UNKNOWN
    }

    /** CUDA's context, activations and graphs on each GPU, as vLLM reports them for models of this range. */
    private static final double BESIDE = 2e9;
    private static final double TIGHT = 0.95;
    /** Taken where the model's own maximum counts: many have more, vLLM then asks for room for all of it. */
    private static final int ASSUMED_LENGTH = 32_768;
    private static final double GB = 1e9;
    private static final Set<Integer> USUAL_SPREADS = Set.of(1, 2, 4, 8);

    public MemoryAdvice {
        sum = List.copyOf(sum);
        cautions = List.copyOf(cautions);
    }

    public static MemoryAdvice of(ServeChoice choice, GpuMemoryBudget room) {
        Optional<ModelSize> model = ModelSize.guess(choice);
        int spread = choice.tensorParallel() > 0 ? choice.tensorParallel() : room.gpus().size();
        List<Text> cautions = cautions(model, spread, room);
        if (model.isEmpty() || room.smallest() == 0) {
            Text why = Text.of(model.isEmpty()
                    ? "serve.memory.unknown.name"
                    : room.gpus().isEmpty() ? "serve.memory.unknown.gpus" : "serve.memory.unknown.memory");
            return new MemoryAdvice(Verdict.UNKNOWN, List.of(why), cautions);
        }
        return reckon(choice, model.get(), spread, room.smallest(), cautions);
    }

    private static MemoryAdvice reckon(ServeChoice choice, ModelSize model, int spread, long each,
            List<Text> cautions) {
        boolean assumed = choice.maxLength() == 0;
        int length = assumed ? ASSUMED_LENGTH : choice.maxLength();
        CacheSize cache = CacheSize.of(model);
        double room = (double) spread * each * choice.memoryShare() / 100;
        double fixed = model.weights() + spread * BESIDE;
        double least = fixed + cache.least() * length;
        double most = fixed + cache.most() * length;
        List<Text> sum = List.of(
                Text.of("serve.memory.sum.weights", gb(model.weights()), figure(model.parameters()),
                        figure(model.bytesEach())),
                Text.of(assumed ? "serve.memory.sum.cache.assumed" : "serve.memory.sum.cache", String.valueOf(length),
                        gb(cache.least() * length), gb(cache.most() * length)),
                Text.of("serve.memory.sum.beside", gb(spread * BESIDE), spread),
                Text.of("serve.memory.sum.all", gb(least), gb(most)),
                Text.of("serve.memory.sum.room", gb(room), String.valueOf(spread), gb(each),
                        String.valueOf(choice.memoryShare())));
        Verdict verdict = most <= room * TIGHT ? Verdict.FITS : least <= room ? Verdict.TIGHT : Verdict.TOO_LARGE;
        return new MemoryAdvice(verdict, sum, cautions);
    }

    private static List<Text> cautions(Optional<ModelSize> model, int spread, GpuMemoryBudget room) {
        List<Text> cautions = new ArrayList<>();
        if (!room.gpus().isEmpty() && spread > room.gpus().size()) {
            cautions.add(
                    Text.of("serve.memory.caution.gpus", String.valueOf(spread), String.valueOf(room.gpus().size())));
        }
        if (spread > 1) {
            cautions.add(Text.of("serve.memory.caution.shm"));
        }
        if (spread > 0 && !USUAL_SPREADS.contains(spread)) {
            cautions.add(Text.of("serve.memory.caution.heads", String.valueOf(spread)));
        }
        long wanted = MemorySize.wanted(model.map(ModelSize::weightsMib).orElse(0L), Math.max(1, spread));
        if (room.guestMib() > 0 && room.guestMib() < wanted) {
            cautions.add(
                    Text.of("serve.memory.caution.guest", String.valueOf(room.guestMib()), String.valueOf(wanted)));
        }
        return cautions;
    }

    private static String gb(double bytes) {
        return figure(bytes / GB);
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : "%.1f", value);
    }
}
