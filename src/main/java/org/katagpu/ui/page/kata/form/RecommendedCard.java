package org.katagpu.ui.page.kata.form;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.katagpu.kataconf.advice.Recommendation;
import org.katagpu.kataconf.toml.KeyRef;
import org.katagpu.kataconf.toml.TomlValue;
import org.katagpu.message.Messages;
import org.katagpu.message.Text;
import org.katagpu.ui.page.kata.model.Analysis;
import org.katagpu.ui.page.kata.model.EditModel;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The keys this setup needs: how each stands, what it should be, why, and a button that makes it so. */
final class RecommendedCard extends VBox {
    private static final int LONG = 60;
    private final EditModel edit;
    private final Consumer<KeyRef> reveal;
    private final boolean readOnly;
    private final Messages words;
    private final RecommendedRows rows = new RecommendedRows();
    private final ScrollPane scroll = new ScrollPane(rows);
    private final Label title = new Label();
    private final Button all;
    private final Button fold = new Button();
    private final Subscription shown;

    RecommendedCard(EditModel edit, Consumer<KeyRef> reveal, boolean readOnly, Messages words) {
        super(6);
        this.edit = edit;
        this.reveal = reveal;
        this.readOnly = readOnly;
        this.words = words;
        getStyleClass().addAll("card", "recommended");
        title.getStyleClass().add("section-title");
        title.setMaxWidth(Double.MAX_VALUE);
        title.setWrapText(true);
        title.setMinHeight(Region.USE_PREF_SIZE);
        HBox.setHgrow(title, Priority.ALWAYS);
        all = new Button(words.get("kata.page.apply-all"));
        all.setId("apply-all");
        all.getStyleClass().add("accent");
        all.setMinWidth(Region.USE_PREF_SIZE);
        all.setOnAction(event -> edit.applyAll());
        fold.setId("fold-recommended");
        fold.getStyleClass().add("flat");
        fold.setMinWidth(Region.USE_PREF_SIZE);
        fold.setOnAction(event -> fold(scroll.isVisible()));
        HBox head = new HBox(10, title, fold, all);
        head.setAlignment(Pos.CENTER_LEFT);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().addAll("edge-to-edge", "recommended-list");
        getChildren().addAll(head, scroll);
        fold(edit.judgedProperty().get().unsatisfied() == 0);
        shown = edit.judgedProperty().subscribe(this::show);
    }

    private void fold(boolean folded) {
        scroll.setVisible(!folded);
        scroll.setManaged(!folded);
        fold.setText(words.get(folded ? "kata.page.recommended.unfold" : "kata.page.recommended.fold"));
    }

    private void show(Analysis judged) {
        long open = judged.unsatisfied();
        int count = judged.recommended().size();
        int unsaved = edit.unsaved();
        String stands = open == 0
                ? words.get(unsaved == 0 ? "kata.page.recommended.done" : "kata.page.recommended.will", count)
                : words.get("kata.page.recommended.open", String.valueOf(count), String.valueOf(open));
        title.setText(count == 0
                ? words.get("kata.page.recommended.none")
                : unsaved == 0 ? stands : words.get("kata.page.unsaved", unsaved) + " " + stands);
        boolean done = open == 0 && unsaved == 0 && count > 0;
        title.setGraphic(icon(done
                ? Feather.CHECK_CIRCLE
                : open == 0 && count > 0
                        ? Feather.EDIT_3
                        : Feather.ALERT_TRIANGLE,
                done ? "ok-icon" : open == 0 && count > 0 ? "info-icon" : "warn-icon"));
        all.setDisable(open == 0 || readOnly);
        List<Recommendation> sorted = judged.recommended().stream()
                .sorted(Comparator.comparing(Recommendation::satisfied).thenComparing(RecommendedCard::isLong))
                .toList();
        rows.show(sorted.stream().map(this::row).toList());
    }

    /** What takes many lines comes last, so that more is seen at once. */
    private static boolean isLong(Recommendation one) {
        return !one.satisfied()
                && value(one.current()).length() + value(Optional.of(one.value())).length() > LONG;
    }

    private Region row(Recommendation one) {
        Label mark = new Label("", one.satisfied()
                ? edit.isEdited(one.ref()) ? icon(Feather.EDIT_3, "info-icon") : icon(Feather.CHECK, "ok-icon")
                : icon(one.required() ? Feather.ALERT_CIRCLE : Feather.INFO, one.required()
                        ? "warn-icon"
                        : "info-icon"));
        Hyperlink key = new Hyperlink(one.ref().key());
        key.getStyleClass().add("mono");
        key.setMinWidth(Region.USE_PREF_SIZE);
        key.setOnAction(event -> reveal.accept(one.ref()));
        Label change = label(one.satisfied()
                ? value(one.current())
                : words.get("kata.page.recommended.change", now(one), value(Optional.of(one.value()))));
        change.getStyleClass().add("mono");
        HBox first = new HBox(8, mark, key, change);
        first.setAlignment(Pos.BASELINE_LEFT);
        change.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(change, Priority.ALWAYS);
        VBox texts = new VBox(first, hint(one.why()));
        one.cautions().forEach(caution -> {
            Label warned = hint(caution);
            warned.getStyleClass().add("caution");
            texts.getChildren().add(warned);
        });
        texts.getStyleClass().add("recommended-row");
        if (!one.satisfied() && !readOnly) {
            Button apply = new Button(words.get("kata.page.apply"));
            apply.setId("apply-" + one.ref().key());
            apply.getStyleClass().add("small");
            apply.setMinWidth(Region.USE_PREF_SIZE);
            apply.setOnAction(event -> edit.apply(one));
            first.getChildren().add(apply);
        }
        return texts;
    }

    private String now(Recommendation one) {
        return one.current().isPresent() ? value(one.current()) : words.get("kata.page.recommended.unset");
    }

    private static String value(Optional<TomlValue> value) {
        return ValueWords.of(value, Optional.empty());
    }

    private Label hint(Text text) {
        Label hint = label(words.get(text));
        hint.getStyleClass().add("hint");
        return hint;
    }

    private static Label label(String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    private static FontIcon icon(Feather shape, String style) {
        FontIcon icon = new FontIcon(shape);
        icon.getStyleClass().add(style);
        return icon;
    }

    void dispose() {
        shown.unsubscribe();
    }
}
