package org.katagpu.ui.frame;

import javafx.beans.value.ObservableValue;
import javafx.scene.Parent;

/**
 * One step as it is drawn, in one language. Disposable: the frame makes it anew when the language changes, so
 * everything worth keeping lives in the page's model. Made lazily, when first shown.
 */
public interface Page {
    Parent view();

    /** What can be done here, for the bar below the page. */
    default ObservableValue<Acts> acts() {
        return Acts.NEVER;
    }

    /** It came to the front. */
    default void shown() {}

    /** It will not be used any more: let go of every listener on longer-lived models. */
    default void dispose() {}
}
