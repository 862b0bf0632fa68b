package org.katagpu.ui.page.kata.model;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.katagpu.kataconf.change.DiffRow;
import org.katagpu.kataconf.change.LineDiff;

/** Two files side by side, also such as are no clean text. */
final class SideBySide {
    private static final int CONTEXT = 3;

    private SideBySide() {}

    static List<DiffRow> of(byte[] before, byte[] after) {
        return new LineDiff(text(before), text(after)).rows(CONTEXT);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
