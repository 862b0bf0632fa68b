package org.katagpu.ui.chat;

import java.util.function.Consumer;

import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

import org.jspecify.annotations.Nullable;
import org.katagpu.chat.Conversation;
import org.katagpu.message.Messages;
import org.katagpu.ui.chat.model.ChatModel;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The conversations of this window: begin, choose, rename, delete. */
final class ConversationsPane extends VBox {
    private static final int MOST_IN_LIST = 40;
    /** Two lines. */
    private static final double ROW = 46;

    private final ChatModel model;
    private final Messages words;
    private final ListView<Conversation> list = new ListView<>();
    private final Subscription subscriptions;
    private boolean showing;

    ConversationsPane(ChatModel model, Messages words) {
        this.model = model;
        this.words = words;
        getStyleClass().add("chat-conversations");
        Button begin = new Button(words.get("chatpanel.new"), new FontIcon(Feather.PLUS));
        begin.setId("chat-new");
        begin.setMaxWidth(Double.MAX_VALUE);
        begin.setTooltip(new Tooltip(begin.getText()));
        begin.setOnAction(_ -> model.conversations().begin());
        list.getStyleClass().add("chat-list");
        list.setItems(model.conversations().all());
        list.setCellFactory(_ -> new Cell());
        list.setEditable(true);
        list.setFixedCellSize(ROW);
        list.setAccessibleText(words.get("chatpanel.conversations"));
        list.setPlaceholder(new Label());
        list.addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
        VBox.setVgrow(list, Priority.ALWAYS);
        getChildren().addAll(begin, list);
        subscriptions = Subscription.combine(
                model.conversations().shownProperty().subscribe(this::select),
                list.getSelectionModel().selectedItemProperty().subscribe(this::selected));
    }

    private void select(Conversation shown) {
        showing = true;
        for (int i = 0; i < list.getItems().size(); i++) {
            if (list.getItems().get(i).id().equals(shown.id())) {
                list.getSelectionModel().select(i);
            }
        }
        showing = false;
    }

    private void selected(@Nullable Conversation chosen) {
        if (!showing && chosen != null && !chosen.id().equals(model.conversations().shownProperty().get().id())) {
            model.conversations().show(chosen.id());
        }
    }

    private void pressed(KeyEvent event) {
        Conversation chosen = list.getSelectionModel().getSelectedItem();
        if (event.getCode() == KeyCode.DELETE && chosen != null) {
            model.delete(chosen.id());
            event.consume();
        }
    }

    private String title(Conversation conversation) {
        String title = conversation.shownTitle();
        return title.isEmpty() ? words.get("chatpanel.untitled") : title;
    }

    private static String shortened(String title) {
        return title.codePointCount(0, title.length()) <= MOST_IN_LIST
                ? title
                : title.substring(0, title.offsetByCodePoints(0, MOST_IN_LIST)).strip() + "\u2026";
    }

    void dispose() {
        list.setItems(javafx.collections.FXCollections.emptyObservableList());
        subscriptions.unsubscribe();
    }

    private final class Cell extends ListCell<Conversation> {
        private final ContextMenu menu = new ContextMenu(entry("chatpanel.rename", _ -> startEdit()),
                entry("chatpanel.delete", conversation -> model.delete(conversation.id())));

        Cell() {
            setPrefWidth(0);
            setWrapText(true);
        }

        private MenuItem entry(String key, Consumer<Conversation> action) {
            MenuItem item = new MenuItem(words.get(key));
            item.setOnAction(_ -> {
                if (getItem() != null) {
                    action.accept(getItem());
                }
            });
            return item;
        }

        @Override
        protected void updateItem(@Nullable Conversation conversation, boolean empty) {
            super.updateItem(conversation, empty);
            setGraphic(null);
            if (empty || conversation == null) {
                setText(null);
                setTooltip(null);
                setContextMenu(null);
                return;
            }
            setText(shortened(title(conversation)));
            setTooltip(new Tooltip(title(conversation)));
            setContextMenu(menu);
        }

        @Override
        public void startEdit() {
            super.startEdit();
            Conversation conversation = getItem();
            if (!isEditing() || conversation == null) {
                return;
            }
            TextField name = new TextField(conversation.shownTitle());
            name.setAccessibleText(words.get("chatpanel.rename"));
            name.setOnAction(_ -> {
                String id = conversation.id();
                cancelEdit();
                model.conversations().rename(id, name.getText());
            });
            setText(null);
            setGraphic(name);
            name.requestFocus();
            name.selectAll();
        }

        @Override
        public void cancelEdit() {
            super.cancelEdit();
            updateItem(getItem(), isEmpty());
        }
    }
}
