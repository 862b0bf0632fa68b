package org.katagpu.ui.frame;

import java.util.List;
import java.util.Optional;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.katagpu.message.Messages;
import org.katagpu.message.Problem;
import org.katagpu.ui.control.ProblemView;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** What belongs to no page, above them all: what is said or asked, and a problem. */
final class NoticeBar extends VBox {
    private final Wizard wizard;

    NoticeBar(Wizard wizard) {
        this.wizard = wizard;
        getStyleClass().add("notices");
    }

    void show(Messages words, List<Note> notes, Optional<Problem> problem) {
        getChildren().clear();
        notes.forEach(note -> getChildren().add(row(words, note)));
        problem.ifPresent(shown -> {
            Button away = new Button(words.get("frame.notice.away"));
            away.setOnAction(event -> wizard.noticeProperty().set(Optional.empty()));
            getChildren().addAll(new ProblemView(words, shown), away);
        });
    }

    private HBox row(Messages words, Note note) {
        Label what = new Label(words.get(note.what()), new FontIcon(note.asks() ? Feather.HELP_CIRCLE : Feather.INFO));
        what.setId("note-" + note.id());
        what.setWrapText(true);
        what.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(what, Priority.ALWAYS);
        HBox row = new HBox(10, what);
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().addAll("note", note.asks() ? "note-asks" : "note-says");
        for (Note.Answer answer : note.answers()) {
            row.getChildren().add(button(answer.id(), words.get(answer.name()), () -> {
                wizard.putAway(note);
                answer.act().run();
            }));
        }
        if (!note.asks()) {
            row.getChildren().add(button("note-away", words.get("frame.notice.away"), () -> wizard.putAway(note)));
        }
        return row;
    }

    private static Button button(String id, String name, Runnable act) {
        Button button = new Button(name);
        button.setId(id);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(event -> act.run());
        return button;
    }
}
