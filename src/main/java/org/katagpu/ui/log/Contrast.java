package org.katagpu.ui.log;

import java.util.List;

/** Contrast as WCAG 2.2 defines it; colours are 0xRRGGBB in sRGB. */
final class Contrast {
    /** WCAG's level AA for text. */
    static final double READABLE = 4.5;
    private static final int BLACK = 0;
    private static final int WHITE = 0xffffff;
    private static final int STEPS = 64;

    private Contrast() {}

    static double ratio(int a, int b) {
        double first = luminance(a);
        double second = luminance(b);
        return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
    }

    /** The colour itself or, where it is too close to a ground, the nearest one towards black or white that is not. */
    static int readable(int colour, List<Integer> grounds) {
        int towards = least(WHITE, grounds) > least(BLACK, grounds) ? WHITE : BLACK;
        for (int step = 0; step < STEPS; step++) {
            int candidate = mix(colour, towards, (double) step / STEPS);
            if (least(candidate, grounds) >= READABLE) {
                return candidate;
            }
        }
        return towards;
    }

    /** @param share 0 gives {@code a}, 1 gives {@code b} */
    static int mix(int a, int b, double share) {
        int mixed = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int from = a >> shift & 0xff;
            int to = b >> shift & 0xff;
            mixed |= (int) Math.round(from + (to - from) * share) << shift;
        }
        return mixed;
    }

    private static double least(int colour, List<Integer> grounds) {
        return grounds.stream().mapToDouble(ground -> ratio(colour, ground)).min().orElse(Double.MAX_VALUE);
    }

    private static double luminance(int colour) {
        return 0.2126 * linear(colour >> 16 & 0xff) + 0.7152 * linear(colour >> 8 & 0xff)
                + 0.0722 * linear(colour & 0xff);
    }

    private static double linear(int channel) {
        double share = channel / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }
}
