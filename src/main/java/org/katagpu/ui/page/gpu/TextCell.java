package org.katagpu.ui.page.gpu;

import java.util.function.Function;

import javafx.scene.control.TableCell;

import org.jspecify.annotations.Nullable;

/** One text of a row. */
final class TextCell extends TableCell<GpuRow, GpuRow> {
    private final Function<GpuRow, String> value;

    TextCell(Function<GpuRow, String> value) {
        this.value = value;
    }

    @Override
    protected void updateItem(@Nullable GpuRow row, boolean empty) {
        super.updateItem(row, empty);
        setText(empty || row == null ? null : value.apply(row));
    }
}
