package org.katagpu.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Varies inputs: bytes, pieces, repetitions, and the target's own tokens. The same seed gives the same inputs. */
final class Mutator {
    static final int MOST_BYTES = 256 << 10;
    private static final int MOST_STEPS = 6;
    private static final List<String> ODD = List.of("\0", "\n", "\r", "\r\n", "\t", " ", "\"", "'", "\\", "\u001e",
            "\u001b[", "\u001b]", "\u202e", "\u2028", "\ufeff", "\ud83d\ude00", "e\u0301", "0", "-1", "00", "08",
            "1e999",
            "99999999999", "2147483648", "-2147483649", "9223372036854775807", "9223372036854775808",
            "18446744073709551616", "0.1", "NaN", "Infinity", "null", "true", "{}", "[]", "[[", "{\"", "%", "%n", "{0}",
            "$(", "`", "a[$(id)]", "../", "/", "//", "~", "*", "?", "[", "]", "=", ":", ",", ";", "#", "<", ">", "&",
            "|");

    private final RandomGenerator random;
    private final List<String> tokens;

    Mutator(RandomGenerator random, List<String> tokens) {
        this.random = random;
        this.tokens = tokens;
    }

    byte[] vary(byte[] input, byte[] other) {
        byte[] varied = input;
        for (int step = random.nextInt(MOST_STEPS); step >= 0; step--) {
            varied = once(varied, other);
        }
        return varied.length > MOST_BYTES ? Arrays.copyOf(varied, MOST_BYTES) : varied;
    }

    private byte[] once(byte[] input, byte[] other) {
        int at = random.nextInt(input.length + 1);
        int to = Math.min(input.length, at + length(input.length));
        return switch (random.nextInt(10)) {
            case 0 -> with(input, at, Math.min(input.length, at + 1), new byte[]{(byte) random.nextInt(256)});
            case 1 -> with(input, at, at, new byte[]{(byte) random.nextInt(256)});
            case 2 -> with(input, at, to, new byte[0]);
            case 3 -> with(input, at, at, Arrays.copyOfRange(input, at, to));
            case 4, 5 -> with(input, at, at, token());
            case 6 -> with(input, at, to, token());
            case 7 -> with(input, at, at, repeated(random.nextBoolean() ? token() : Arrays.copyOfRange(input, at, to)));
            case 8 -> with(input, at, input.length, tail(other));
            default -> number(input);
        };
    }

    /** Mostly short, at times all there is. */
    private int length(int most) {
        return random.nextInt(4) == 0 ? random.nextInt(most + 1) : random.nextInt(16);
    }

    byte[] token() {
        List<String> from = tokens.isEmpty() || random.nextInt(3) == 0 ? ODD : tokens;
        return from.get(random.nextInt(from.size())).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] repeated(byte[] piece) {
        if (piece.length == 0) {
            return piece;
        }
        // Few inputs are large: a bound that is missing shows in any of them.
        int most = random.nextInt(50) == 0 ? MOST_BYTES : 600;
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int times = random.nextInt(Math.max(2, most / piece.length)); times >= 0; times--) {
            all.writeBytes(piece);
        }
        return all.toByteArray();
    }

    private byte[] tail(byte[] other) {
        return Arrays.copyOfRange(other, random.nextInt(other.length + 1), other.length);
    }

    /** Another number in place of the first digits behind a random place. */
    private byte[] number(byte[] input) {
        for (int at = random.nextInt(input.length + 1); at < input.length; at++) {
            if (Character.isDigit(input[at])) {
                int end = at;
                while (end < input.length && Character.isDigit(input[end])) {
                    end++;
                }
                String odd = random.nextBoolean()
                        ? Long.toString(random.nextLong() >> random.nextInt(64))
                        : "0".repeat(random.nextInt(20)) + random.nextInt(1000);
                return with(input, at, end, odd.getBytes(StandardCharsets.US_ASCII));
            }
        }
        return input;
    }

    private static byte[] with(byte[] input, int from, int to, byte[] middle) {
        int room = Math.max(0, MOST_BYTES - middle.length);
        byte[] result = new byte[Math.min(input.length - (to - from), room) + middle.length];
        int head = Math.min(from, result.length - middle.length);
        System.arraycopy(input, 0, result, 0, head);
        System.arraycopy(middle, 0, result, head, middle.length);
        System.arraycopy(input, to, result, head + middle.length, result.length - head - middle.length);
        return result;
    }
}
