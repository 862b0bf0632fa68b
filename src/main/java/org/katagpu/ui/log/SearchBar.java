package org.katagpu.ui.log;

import javafx.geometry.Pos;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.katagpu.message.Messages;
import org.kordamp.ikonli.feather.Feather;

/** Asks what to search and says how often it is there. */
final class SearchBar extends HBox {
    /** What the bar asks of the pane. */
    interface Asks {
        void search(SearchTerm needle);

        void next(boolean forwards);

        void onlyMatching(boolean only);

        void closed();
    }

    private final Messages messages;
    private final TextField field = new TextField();
    private final Label count = new Label();
    private final CheckBox only;

    SearchBar(Messages messages, Asks asks) {
        this.messages = messages;
        getStyleClass().add("log-search");
        setAlignment(Pos.CENTER_LEFT);
        field.setPromptText(messages.get("log.search.prompt"));
        field.setAccessibleText(messages.get("log.search.prompt"));
        field.getStyleClass().add("small");
        field.textProperty().addListener((_, _, text) -> asks.search(new SearchTerm(text)));
        field.addEventFilter(KeyEvent.KEY_PRESSED, event -> key(event, asks));
        count.getStyleClass().add("log-count");
        count.setMinWidth(Region.USE_PREF_SIZE);
        count.setTooltip(new Tooltip(messages.get("log.search.where", LogModel.CAPACITY)));
        only = new CheckBox(messages.get("log.search.only"));
        only.getStyleClass().add("log-only");
        only.setMinWidth(Region.USE_PREF_SIZE);
        only.setOnAction(_ -> asks.onlyMatching(only.isSelected()));
        HBox.setHgrow(field, Priority.ALWAYS);
        field.setMaxWidth(380);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.SOMETIMES);
        getChildren().addAll(field, count,
                IconButtons.button(Feather.CHEVRON_UP, messages.get("log.search.previous"), () -> asks.next(false)),
                IconButtons.button(Feather.CHEVRON_DOWN, messages.get("log.search.next"), () -> asks.next(true)), gap,
                only, IconButtons.button(Feather.X, messages.get("log.search.close"), asks::closed));
    }

    void focusField() {
        field.requestFocus();
        field.selectAll();
    }

    SearchTerm needle() {
        return new SearchTerm(field.getText());
    }

    void showAll() {
        only.setSelected(false);
    }

    boolean onlyMatching() {
        return only.isSelected();
    }

    /**
     * Says "3 of 57".
     *
     * @param index of the current hit from 0, or -1 for none
     * @param beyond the log is longer than what is searched
     */
    void count(int index, int hits, boolean beyond) {
        String words;
        if (needle().isEmpty()) {
            words = "";
        } else if (hits == 0) {
            words = messages.get("log.search.none");
        } else if (index < 0) {
            words = messages.get("log.search.hits", hits);
        } else {
            words = messages.get("log.search.hit", index + 1, hits);
        }
        count.setText(beyond && !words.isEmpty() ? messages.get("log.search.beyond", words, LogModel.CAPACITY) : words);
    }

    private static void key(KeyEvent event, Asks asks) {
        if (event.getCode() == KeyCode.ENTER) {
            asks.next(!event.isShiftDown());
            event.consume();
        } else if (event.getCode() == KeyCode.ESCAPE) {
            asks.closed();
            event.consume();
        }
    }
}
