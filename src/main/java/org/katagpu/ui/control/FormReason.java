package org.katagpu.ui.control;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.util.Subscription;
import org.katagpu.message.Messages;

/** Why a form's act cannot be done, in its place: the field that is wrong. The act is off as long. */
public final class FormReason extends Label {
    private final Subscription following;

    /** @param busy whether the act is off for another reason */
    public FormReason(Messages words, FormDrafts drafts, Button act, javafx.beans.value.ObservableValue<Boolean> busy) {
        setWrapText(true);
        setMinHeight(Region.USE_PREF_SIZE);
        getStyleClass().add("danger-text");
        setId(act.getId() + "-reason");
        Runnable tell = () -> {
            boolean wrong = drafts.firstProperty().get().isPresent();
            setText(drafts.firstProperty().get()
                    .map(draft -> words.get("panel.standing.wrong", words.get(draft.name()))).orElse(""));
            setVisible(wrong);
            setManaged(wrong);
            act.setDisable(wrong || busy.getValue());
        };
        following = Subscription.combine(drafts.firstProperty().subscribe(first -> tell.run()),
                busy.subscribe(now -> tell.run()));
    }

    public void dispose() {
        following.unsubscribe();
    }
}
