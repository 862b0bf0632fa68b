package org.katagpu.ui.page.kataconfig;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

import org.katagpu.kataconf.schema.KataVersion;
import org.katagpu.message.Messages;
import org.katagpu.ui.control.BusyRow;
import org.katagpu.ui.control.ProblemView;
import org.katagpu.ui.page.kataconfig.model.ConfigState;

/** The page while there is nothing to edit, and its sentence below the title. */
final class StateView {
    private final Messages words;

    StateView(Messages words) {
        this.words = words;
    }

    String lead(ConfigState state) {
        if (!(state instanceof ConfigState.Editing editing)) {
            return words.get("kataconfig.lead");
        }
        KataVersion version = editing.edit().judge().facts().version();
        String file = editing.asked().equals(editing.path())
                ? editing.path()
                : words.get("kataconfig.lead.linked", editing.asked(), editing.path());
        String nearest = version.nearest().shown();
        if (version.exact()) {
            return words.get("kataconfig.lead.file", file, version.shown());
        }
        return version.shown().equals(nearest)
                ? words.get("kataconfig.lead.unknown", file, nearest)
                : words.get("kataconfig.lead.nearest", file, version.shown(), nearest);
    }

    Node node(ConfigState state) {
        return switch (state) {
            case ConfigState.Nothing _ -> hint("kataconfig.waiting");
            case ConfigState.Loading _ -> new BusyRow(words.get("kataconfig.loading"));
            case ConfigState.NoKata _ -> noKata();
            case ConfigState.Failed(var problem) -> new ProblemView(words, problem);
            case ConfigState.Editing _ -> new VBox();
        };
    }

    private Node noKata() {
        Label what = new Label(words.get("kataconfig.none"));
        what.setId("no-kata");
        what.getStyleClass().add("section-title");
        return new VBox(6, what, hint("kataconfig.none.next"));
    }

    private Label hint(String key) {
        Label hint = new Label(words.get(key));
        hint.setWrapText(true);
        hint.getStyleClass().add("hint");
        return hint;
    }
}
