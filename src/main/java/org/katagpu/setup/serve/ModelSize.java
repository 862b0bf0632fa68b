package org.katagpu.setup.serve;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How large a model is, as its name lets guess: names of models carry their parameter count ({@code 7B}, {@code 8x7B},
 * {@code 360M}) and how they were quantized ({@code AWQ}, {@code GPTQ-Int8}, {@code FP8}).
 *
 * @param parameters in thousands of millions
 * @param bytesEach of one parameter in memory
 */
public record ModelSize(double parameters, double bytesEach) {
    private static final double HALF = 2;
    private static final double BYTE = 1;
    private static final double SINGLE = 4;
    /** Four bits, their scales, and the parts that are left as they were. */
    private static final double FOUR_BIT = 0.6;
    /** Experts share all but their own layers: Mixtral 8x7B has 46.7 and 8x22B 141 thousand millions. */
    private static final double OF_EXPERTS = 0.82;
    private static final long MIB = 1L << 20;

    /** Experts told beside the active parameters ({@code 17B-16E}): the name does not tell all of them. */
    private static final Pattern EXPERTS = Pattern
            .compile("(?i)(?<![A-Za-z0-9.])[0-9]{1,3}b-[0-9]{1,3}e(?![A-Za-z0-9])");
    /** In all, by their model cards: Llama 4 Scout and Maverick. */
    private static final Map<String, Double> WITH_EXPERTS = Map.of("17b-16e", 109.0, "17b-128e", 400.0);
    /** llama.cpp's quantizations, Q4_K_M or IQ2_XS; MLX's and EXL2's 3bit and 4.65bpw. */
    private static final Pattern BITS = Pattern
            .compile("(?<![a-z0-9])(?:i?q([1-8])(?![0-9])|([2356])-?bit|([1-8](?:\\.[0-9]{1,2})?)bpw)");
    /** Scales and the parts that are left as they were, of one parameter. */
    private static final double SCALES = 0.1;
    private static final double BITS_IN_BYTE = 8;

    /** Not the 3.1 of {@code Llama-3.1}, nor the A3B (active parameters) of {@code Qwen3-30B-A3B}. */
    private static final Pattern COUNT = Pattern
            .compile("(?<![A-Za-z0-9.])(?:([0-9]{1,3})x)?([0-9]{1,4}(?:\\.[0-9]{1,3})?)([bBmM])(?![A-Za-z0-9])");
    private static final Pattern EIGHT_BIT = Pattern.compile("fp8|int8|8bit|8-bit|w8a8|w8a16");
    private static final Pattern FOUR_BITS = Pattern
            .compile("awq|gptq|int4|4bit|4-bit|w4a16|w4a8|fp4|nf4|bnb|bitsandbytes|mxfp4|nvfp4|gpt-oss");

    /** Empty where the name does not tell. */
    public static Optional<ModelSize> guess(ServeChoice choice) {
        String path = choice.model().replaceAll("/{1,100}$", "");
        String name = path.substring(path.lastIndexOf('/') + 1);
        OptionalDouble bytes = bytesEach(name.toLowerCase(Locale.ROOT),
                ArgumentWords.split(choice.extra()).orElse(List.of()));
        return bytes.isEmpty()
                ? Optional.empty()
                : parameters(name).map(count -> new ModelSize(count, bytes.getAsDouble()));
    }

    private static Optional<Double> parameters(String name) {
        Matcher experts = EXPERTS.matcher(name);
        return experts.find()
                ? Optional.ofNullable(WITH_EXPERTS.get(experts.group().toLowerCase(Locale.ROOT)))
                : COUNT.matcher(name).results().map(ModelSize::count).max(Double::compare);
    }

    private static double count(MatchResult found) {
        double size = Double.parseDouble(found.group(2));
        double each = found.group(3).equalsIgnoreCase("m") ? size / 1_000 : size;
        return found.group(1) == null ? each : each * Integer.parseInt(found.group(1)) * OF_EXPERTS;
    }

    /** Empty where it was quantized and the name does not tell to how many bits. */
    private static OptionalDouble bytesEach(String name, List<String> extra) {
        Matcher bits = BITS.matcher(name);
        if (bits.find()) {
            String told = Stream.of(bits.group(1), bits.group(2), bits.group(3)).filter(Objects::nonNull).findFirst()
                    .orElseThrow();
            return OptionalDouble.of(Double.parseDouble(told) / BITS_IN_BYTE + SCALES);
        }
        if (name.contains("gguf") && !name.matches(".*[^a-z0-9](?:bf16|f16|f32).*")) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(named(name, extra));
    }

    private static double named(String name, List<String> extra) {
        String asked = option(extra, "--quantization", "-q");
        if (EIGHT_BIT.matcher(asked.isEmpty() ? name : asked + " " + name).find()) {
            return BYTE;
        }
        if (FOUR_BITS.matcher(asked + " " + name).find()) {
            return FOUR_BIT;
        }
        return option(extra, "--dtype", "--dtype").equals("float32") ? SINGLE : HALF;
    }

    /** Given as one word with an equals sign or as two; the last counts. */
    private static String option(List<String> words, String name, String brief) {
        String value = "";
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.startsWith(name + "=")) {
                value = word.substring(name.length() + 1);
            } else if ((word.equals(name) || word.equals(brief)) && i + 1 < words.size()) {
                value = words.get(i + 1);
            }
        }
        return value.toLowerCase(Locale.ROOT);
    }

    /** Of the weights, in bytes. */
    public double weights() {
        return parameters * 1e9 * bytesEach;
    }

    /** Of the weights' files, in MiB. */
    public long weightsMib() {
        return Math.round(weights() / MIB);
    }
}
