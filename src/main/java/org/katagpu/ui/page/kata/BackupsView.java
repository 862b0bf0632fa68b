package org.katagpu.ui.page.kata;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.katagpu.message.Messages;
import org.katagpu.setup.kata.KataBackup;
import org.katagpu.ui.page.kata.model.Review;
import org.katagpu.ui.page.kata.model.SaveModel;

/** The copies the host keeps, newest first. */
final class BackupsView extends VBox {
    BackupsView(Review.Backups backups, SaveModel save, Messages words) {
        super(8);
        VBox.setVgrow(this, Priority.ALWAYS);
        Label lead = new Label(words.get(backups.backups().isEmpty()
                ? "kata.page.backups.none"
                : "kata.page.backups.lead"));
        lead.setWrapText(true);
        VBox rows = new VBox();
        backups.backups().forEach(one -> rows.getChildren()
                .add(row(one, backups.now().contains(one.sha256()), save, words)));
        ScrollPane scroll = new ScrollPane(rows);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("edge-to-edge");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(lead, scroll);
    }

    private static HBox row(KataBackup one, boolean now, SaveModel save, Messages words) {
        Label when = new Label(when(words, one.taken()));
        when.getStyleClass().add("section-title");
        Label path = new Label(words.get("kata.page.backups.of", one.path(), String.valueOf(one.size()),
                one.sha256().substring(0, 12)));
        path.getStyleClass().add("hint");
        path.setWrapText(true);
        VBox texts = new VBox(2, when, path);
        HBox.setHgrow(texts, Priority.ALWAYS);
        HBox row = new HBox(12, texts);
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().add("backup-row");
        if (now) {
            row.getChildren().add(new Label(words.get("kata.page.backups.now")));
        }
        Button compare = new Button(words.get("kata.page.backups.compare"));
        compare.setId("compare-" + one.name());
        compare.getStyleClass().add("compare");
        compare.setMinWidth(Region.USE_PREF_SIZE);
        compare.setOnAction(event -> save.restore(one));
        row.getChildren().add(compare);
        return row;
    }

    static String when(Messages words, Instant instant) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM).withLocale(words.locale())
                .format(instant.atZone(ZoneId.systemDefault()));
    }
}
