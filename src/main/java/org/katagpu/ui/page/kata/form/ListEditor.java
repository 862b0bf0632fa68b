package org.katagpu.ui.page.kata.form;

import javafx.scene.control.TextArea;

/** A list of texts, one a line. */
final class ListEditor extends TextArea {
    private static final int MOST_ROWS = 6;

    ListEditor(int lines) {
        setPrefRowCount(Math.clamp(lines + 1L, 2, MOST_ROWS));
    }
}
