package org.katagpu.ui.log;

/**
 * The text style a terminal would be in. Background colours and inversion are left out on purpose: text stays on the
 * pane's own ground, where its contrast is known.
 *
 * @param colour {@link #DEFAULT}, a palette index 0 to 255, or {@link #RGB} plus 0xRRGGBB
 */
record Sgr(int colour, boolean bold, boolean faint, boolean underline) {
    static final int DEFAULT = -1;
    static final int RGB = 1 << 24;
    static final Sgr NONE = new Sgr(DEFAULT, false, false, false);

    Sgr withColour(int value) {
        return new Sgr(value, bold, faint, underline);
    }

    Sgr withBold(boolean value) {
        return new Sgr(colour, value, faint, underline);
    }

    Sgr withFaint(boolean value) {
        return new Sgr(colour, bold, value, underline);
    }

    Sgr withUnderline(boolean value) {
        return new Sgr(colour, bold, faint, value);
    }
}
