package org.katagpu.ui.log;

import java.util.List;

/**
 * Terminal colours on a given ground. The sixteen named colours are chosen for a light and a dark ground; every
 * colour, also of the 256 and of truecolour, is then moved until it is readable on all the grounds a row can have.
 */
final class AnsiPalette {
    private static final int[] ON_LIGHT = {0x1f2328, 0xc21f2d, 0x1a6e33, 0x7a5200, 0x0a5cc4, 0x7d3fc8, 0x0f6f7a,
        0x636b74,
        0x57606a, 0xd6303f, 0x217d3c, 0x8f6200, 0x1c6fdb, 0x9150dd, 0x17808c, 0x6e7781};
    private static final int[] ON_DARK = {0x8b949e, 0xff7066, 0x46c35c, 0xd6a02e, 0x62a9ff, 0xc191ff, 0x43c8d3,
        0xc2cad3,
        0x9aa4af, 0xff9b93, 0x63d978, 0xe8b94c, 0x86c2ff, 0xd6aeff, 0x66dae3, 0xffffff};
    private static final double FAINT = 0.35;

    private final List<Integer> grounds;
    private final int text;
    private final int[] named;

    /** @param grounds the pane's background first, then those of a selected or marked row */
    AnsiPalette(List<Integer> grounds, int text) {
        this.grounds = List.copyOf(grounds);
        this.text = Contrast.readable(text, grounds);
        int ground = grounds.getFirst();
        named = Contrast.ratio(ground, 0xffffff) > Contrast.ratio(ground, 0) ? ON_DARK : ON_LIGHT;
    }

    int text() {
        return text;
    }

    /** @return 0xRRGGBB */
    int colour(Sgr style) {
        int wanted = wanted(style.colour());
        return Contrast.readable(style.faint() ? Contrast.mix(wanted, grounds.getFirst(), FAINT) : wanted, grounds);
    }

    private int wanted(int colour) {
        if (colour == Sgr.DEFAULT) {
            return text;
        }
        if (colour >= Sgr.RGB) {
            return colour & 0xffffff;
        }
        if (colour < 16) {
            return named[colour];
        }
        if (colour >= 232) {
            int grey = 8 + 10 * (colour - 232);
            return grey << 16 | grey << 8 | grey;
        }
        int cube = colour - 16;
        return level(cube / 36) << 16 | level(cube / 6 % 6) << 8 | level(cube % 6);
    }

    private static int level(int step) {
        return step == 0 ? 0 : 55 + 40 * step;
    }
}
