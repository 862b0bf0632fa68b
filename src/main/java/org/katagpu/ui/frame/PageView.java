package org.katagpu.ui.frame;

import java.util.Objects;
import javafx.beans.value.ObservableValue;
import javafx.scene.Parent;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.katagpu.message.Messages;
import org.katagpu.ui.control.Views;

/** What every page drawn from FXML has: its root, its acts, and what is let go of with it. */
public final class PageView {
    private final Messages words;
    private final ObservableValue<Acts> acts;
    private Subscription kept = Subscription.EMPTY;
    private @Nullable Parent root;

    /** A page whose acts stand on it, not in the bar below. */
    public PageView(Messages words) {
        this(words, Acts.NEVER);
    }

    public PageView(Messages words, ObservableValue<Acts> acts) {
        this.words = words;
        this.acts = acts;
    }

    /** @param controller gets its nodes, and is then initialized */
    public void load(Object controller) {
        root = new Views(words).load(controller);
    }

    public Parent root() {
        return Objects.requireNonNull(root, "not loaded");
    }

    /** Let go of with the page, in the order they were kept. */
    public void keep(Subscription... more) {
        kept = kept.and(Subscription.combine(more));
    }

    ObservableValue<Acts> acts() {
        return acts;
    }

    public void dispose() {
        kept.unsubscribe();
    }
}
