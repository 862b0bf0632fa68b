package org.katagpu.ui.stage;

import java.util.Optional;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import org.katagpu.setup.Plan;
import org.katagpu.setup.Stage;
import org.katagpu.ui.control.Background;
import org.katagpu.ui.frame.Wizard;

/** The preview of one stage's undo, while the admin looks at it. JavaFX thread only. */
final class Undoing {
    private final Stage stage;
    private final Wizard wizard;
    private final Background background;
    private final ReadOnlyObjectWrapper<Optional<UndoPreview>> preview = new ReadOnlyObjectWrapper<>(Optional.empty());
    private Background.Running asking = () -> {};

    Undoing(Stage stage, Wizard wizard, Background background) {
        this.stage = stage;
        this.wizard = wizard;
        this.background = background;
        wizard.watch().changedProperty().subscribe(count -> leave());
        wizard.planProperty().subscribe(plan -> leave());
    }

    /** Empty while undo is not looked at. */
    ReadOnlyObjectProperty<Optional<UndoPreview>> previewProperty() {
        return preview.getReadOnlyProperty();
    }

    void ask() {
        leave();
        wizard.sessionProperty().get().ifPresent(session -> {
            Plan plan = wizard.planProperty().get();
            put(new UndoPreview.Asking());
            asking = background.run(() -> session.stages().preview(stage, plan),
                    report -> put(new UndoPreview.Told(report)), problem -> put(new UndoPreview.Failed(problem)));
        });
    }

    private void put(UndoPreview now) {
        preview.set(Optional.of(now));
    }

    /** Nothing is taken back; also where what was previewed holds no more. */
    void leave() {
        asking.cancel();
        preview.set(Optional.empty());
    }
}
