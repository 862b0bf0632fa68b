package org.katagpu.ui.page.kata.form;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

import org.katagpu.kataconf.change.Translation;
import org.katagpu.message.Messages;
import org.katagpu.ui.page.kata.model.EditModel;
import org.katagpu.ui.page.kata.text.DiffView;

/** A file of the Go runtime's where the one in Rust is chosen: how it would read there, to be looked at and taken. */
final class TranslateCard extends VBox {
    private static final int CONTEXT = 1;
    private static final double DIFF_HEIGHT = 220;

    private final EditModel edit;
    private final boolean readOnly;
    private final Messages words;
    private final Button show;
    private final VBox result = new VBox(6);
    private final Subscription shown;

    TranslateCard(EditModel edit, boolean readOnly, Messages words) {
        super(6);
        this.edit = edit;
        this.readOnly = readOnly;
        this.words = words;
        this.show = button("show", "kata.page.translate.show");
        getStyleClass().addAll("card", "translate");
        setId("translate-card");
        show.setOnAction(event -> edit.translate(this::show));
        getChildren().setAll(label(words.get("kata.page.translate", edit.judge().facts().version().shown()), "caution"),
                show, result);
        shown = edit.documentProperty().subscribe(now -> follow());
    }

    /** What is shown is of the text as it is: another text, another translation. */
    private void follow() {
        result.getChildren().clear();
        setVisible(edit.wantsTranslation());
        setManaged(isVisible());
        show.setVisible(true);
        show.setManaged(true);
    }

    private void show(Translation translation) {
        if (!translation.before().equals(edit.documentProperty().get())) {
            return;
        }
        show.setVisible(false);
        show.setManaged(false);
        DiffView diff = new DiffView(words, translation.diff().rows(CONTEXT));
        diff.setId("translation");
        diff.setMinHeight(DIFF_HEIGHT);
        diff.setPrefHeight(DIFF_HEIGHT);
        result.getChildren().setAll(diff);
        translation.open().forEach(one -> result.getChildren().add(label(words.get(one), "hint")));
        result.getChildren().add(acts(translation));
    }

    private Node acts(Translation translation) {
        Button take = button("take", "kata.page.translate.take");
        take.getStyleClass().add("accent");
        take.setDisable(readOnly);
        take.setOnAction(event -> edit.take(translation));
        Button hide = button("hide", "kata.page.translate.hide");
        hide.setOnAction(event -> follow());
        HBox acts = new HBox(8, take, hide, label(words.get("kata.page.translate.hint"), "hint"));
        acts.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
        return acts;
    }

    private Button button(String id, String key) {
        Button button = new Button(words.get(key));
        button.setId("translate-" + id);
        button.setMinWidth(Region.USE_PREF_SIZE);
        return button;
    }

    private static Label label(String text, String style) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.getStyleClass().add(style);
        return label;
    }

    void dispose() {
        shown.unsubscribe();
    }
}
