package org.katagpu.ui.page.gpu;

import java.util.function.BiConsumer;

import javafx.scene.control.CheckBox;
import javafx.scene.control.TableCell;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;
import javafx.util.Subscription;

import org.jspecify.annotations.Nullable;
import org.katagpu.host.PciAddress;
import org.katagpu.message.Messages;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The box that chooses a GPU; where none can be offered, a mark that says why. The row is what has the focus. */
final class ChooseCell extends TableCell<GpuRow, GpuRow> {
    private final CheckBox box = new CheckBox();
    private final FontIcon never = new FontIcon(Feather.SLASH);
    private final Tooltip why = new Tooltip();
    private final Messages words;
    private Subscription followed = Subscription.EMPTY;

    ChooseCell(Messages words, BiConsumer<GpuRow, Boolean> choose) {
        this.words = words;
        box.setFocusTraversable(false);
        box.setOnAction(event -> {
            GpuRow row = getItem();
            boolean wanted = box.isSelected();
            box.setSelected(row.chosenProperty().get());
            choose.accept(row, wanted);
        });
        // The row would take the click as well, and undo it.
        box.addEventHandler(MouseEvent.MOUSE_CLICKED, MouseEvent::consume);
        never.getStyleClass().add("gpu-never");
        why.setWrapText(true);
        why.setMaxWidth(420);
    }

    /** A selector cannot hold the colons and the dot of an address. */
    static String boxId(PciAddress gpu) {
        return "choose-" + gpu.toString().replace(':', '-').replace('.', '-');
    }

    @Override
    protected void updateItem(@Nullable GpuRow row, boolean empty) {
        super.updateItem(row, empty);
        followed.unsubscribe();
        followed = Subscription.EMPTY;
        setTooltip(null);
        if (empty || row == null) {
            setGraphic(null);
            return;
        }
        box.setId(boxId(row.address()));
        box.setAccessibleText(words.get("gpu.page.choose", row.gpu().name(), row.address().toString()));
        row.never().ifPresent(obstacle -> {
            why.setText(words.get(obstacle.what()) + "\n" + words.get(obstacle.next()));
            setTooltip(why);
        });
        followed = row.chosenProperty().subscribe(chosen -> {
            box.setSelected(chosen);
            setGraphic(chosen || row.never().isEmpty() ? box : never);
        });
    }
}
