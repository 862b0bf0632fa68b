package org.katagpu.ui.frame;

import javafx.beans.value.ObservableValue;
import javafx.scene.Parent;

/** A page whose view stands in FXML: it has a {@link PageView} and says only what is its own. */
public interface FxmlPage extends Page {
    PageView page();

    @Override
    default Parent view() {
        return page().root();
    }

    @Override
    default ObservableValue<Acts> acts() {
        return page().acts();
    }

    @Override
    default void dispose() {
        page().dispose();
    }
}
