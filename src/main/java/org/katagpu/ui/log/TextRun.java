package org.katagpu.ui.log;

import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import org.jspecify.annotations.Nullable;

/**
 * A part of a row drawn alike.
 *
 * @param mark the ground of a search hit
 * @param ring around the hit the reader is at
 */
record TextRun(String text, Font font, Color fill, boolean underline, @Nullable Color mark, @Nullable Color ring) {}
