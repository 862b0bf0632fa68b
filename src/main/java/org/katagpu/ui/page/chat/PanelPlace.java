package org.katagpu.ui.page.chat;

import java.util.function.Supplier;
import javafx.scene.layout.Pane;
import org.jspecify.annotations.Nullable;
import org.katagpu.ui.chat.ChatPanel;

/** Where the chat panel stands while there is a model to talk to; it is made anew for each time. */
final class PanelPlace {
    private final Pane place;
    private final Supplier<ChatPanel> made;
    private @Nullable ChatPanel panel;

    PanelPlace(Pane place, Supplier<ChatPanel> made) {
        this.place = place;
        this.made = made;
    }

    void show(boolean wanted) {
        if (!wanted) {
            drop();
        } else if (panel == null) {
            ChatPanel fresh = made.get();
            panel = fresh;
            place.getChildren().add(fresh);
            fresh.focus();
        }
    }

    void focus() {
        ChatPanel now = panel;
        if (now != null) {
            now.focus();
        }
    }

    void drop() {
        ChatPanel old = panel;
        if (old != null) {
            place.getChildren().remove(old);
            old.dispose();
            panel = null;
        }
    }
}
