package org.katagpu.ui.page.kata;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

import org.katagpu.kataconf.schema.KataVersion;
import org.katagpu.message.Messages;
import org.katagpu.ui.control.BusyRow;
import org.katagpu.ui.control.ProblemView;
import org.katagpu.ui.page.kata.model.ConfigState;

/** The page while there is nothing to edit, and its sentence below the title. */
final class StateView {
    private final Messages words;

    StateView(Messages words) {
        this.words = words;
    }

    String lead(ConfigState state) {
        if (!(state instanceof ConfigState.Editing editing)) {
            return words.get("kata.page.lead");
        }
        KataVersion version = editing.edit().judge().facts().version();
        String file = editing.asked().equals(editing.path())
                ? editing.path()
                : words.get("kata.page.lead.linked", editing.asked(), editing.path());
        String nearest = version.nearest().shown();
        if (version.exact()) {
            return words.get("kata.page.lead.file", file, version.shown());
        }
        return version.shown().equals(nearest)
                ? words.get("kata.page.lead.unknown", file, nearest)
                : words.get("kata.page.lead.nearest", file, version.shown(), nearest);
    }

    Node node(ConfigState state) {
        return switch (state) {
            case ConfigState.Nothing _ -> hint("kata.page.waiting");
            case ConfigState.Loading _ -> new BusyRow(words.get("kata.page.loading"));
            case ConfigState.NoKata _ -> noKata();
            case ConfigState.Failed(var problem) -> new ProblemView(words, problem);
            case ConfigState.Editing _ -> new VBox();
        };
    }

    private Node noKata() {
        Label what = new Label(words.get("kata.page.none"));
        what.setId("no-kata");
        what.getStyleClass().add("section-title");
        return new VBox(6, what, hint("kata.page.none.next"));
    }

    private Label hint(String key) {
        Label hint = new Label(words.get(key));
        hint.setWrapText(true);
        hint.getStyleClass().add("hint");
        return hint;
    }
}
