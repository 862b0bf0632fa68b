package org.katagpu.ui.frame;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import javafx.application.Platform;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.shape.Circle;

import org.jspecify.annotations.Nullable;
import org.katagpu.message.Messages;
import org.katagpu.remote.LinkState;
import org.katagpu.remote.Subscription;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Which host, as whom, whether the link is alive; language, theme and the window's menu. */
final class HeaderBar extends HBox {
    /** What the header's buttons do. */
    interface Actions {
        void switchLanguage();

        void switchTheme();

        void disconnect();

        void open(Item item);
    }

    /** What the window's menu opens. */
    enum Item {
        SETTINGS, SHORTCUTS, HELP, FOLDER, REPORT, ABOUT;

        String key() {
            return "frame.menu." + name().toLowerCase(Locale.ROOT);
        }
    }

    private final Messages words;
    private final Label host = new Label();
    private final Label identity = new Label();
    private final Label link = new Label();
    private final Label practice = new Label();
    private final Circle light = new Circle(5);
    private final MenuItem disconnect;
    private final javafx.util.Subscription ofSession;
    private @Nullable Subscription ofLink;

    HeaderBar(Wizard wizard, Messages words, Actions actions) {
        this.words = words;
        getStyleClass().add("header-bar");
        light.getStyleClass().add("link-light");
        host.getStyleClass().add("header-host");
        host.setId("header-host");
        identity.getStyleClass().add("text-muted");
        link.getStyleClass().add("text-muted");
        practice.getStyleClass().add("practice-badge");
        practice.setText(words.get("frame.practice"));
        List.of(identity, link).forEach(label -> label.setMinWidth(USE_PREF_SIZE));
        practice.setTooltip(new Tooltip(practice.getText()));
        host.setMinWidth(60);
        practice.setMinWidth(USE_PREF_SIZE);
        Region space = new Region();
        setHgrow(space, Priority.ALWAYS);
        Button language = button("frame.language.tip", actions::switchLanguage);
        language.setText(words.get("frame.language"));
        language.setId("switch-language");
        Button theme = button("frame.theme.tip", actions::switchTheme);
        theme.setGraphic(new FontIcon(Feather.MOON));
        theme.setId("switch-theme");
        disconnect = new MenuItem(words.get("frame.menu.disconnect"));
        disconnect.setOnAction(event -> actions.disconnect());
        MenuButton menu = new MenuButton("", new FontIcon(Feather.MENU));
        for (Item item : Item.values()) {
            MenuItem entry = new MenuItem(words.get(item.key()));
            entry.setId("menu-" + item.name().toLowerCase(Locale.ROOT));
            entry.setOnAction(event -> actions.open(item));
            menu.getItems().add(entry);
        }
        menu.getItems().addAll(Item.REPORT.ordinal() + 1,
                List.of(new SeparatorMenuItem(), disconnect, new SeparatorMenuItem()));
        menu.setId("window-menu");
        menu.getStyleClass().addAll("flat", "no-arrow");
        menu.setAccessibleText(words.get("frame.menu.tip"));
        menu.setTooltip(new Tooltip(words.get("frame.menu.tip")));
        getChildren().addAll(light, host, identity, link, practice, space, language, theme, menu);
        ofSession = wizard.sessionProperty().subscribe(this::show);
    }

    private Button button(String tipKey, Runnable action) {
        Button button = new Button();
        button.getStyleClass().add("flat");
        button.setMinWidth(USE_PREF_SIZE);
        button.setTooltip(new Tooltip(words.get(tipKey)));
        button.setAccessibleText(words.get(tipKey));
        button.setOnAction(event -> action.run());
        return button;
    }

    private void show(Optional<Session> session) {
        unfollow();
        boolean tied = session.isPresent();
        host.setText(session.map(s -> words.get(s.called())).orElse(words.get("frame.no-host")));
        host.setTooltip(new Tooltip(host.getText()));
        identity.setText(session.map(s -> words.get(s.rightsKey())).orElse(""));
        link.setText("");
        light.getStyleClass().setAll("link-light");
        disconnect.setDisable(!tied);
        practice.setVisible(session.map(Session::practice).orElse(false));
        practice.managedProperty().bind(practice.visibleProperty());
        session.ifPresent(s -> ofLink = s.host().onLink(state -> Platform.runLater(() -> show(state))));
    }

    private void show(LinkState state) {
        String style = switch (state) {
            case LinkState.Up up -> "link-up";
            case LinkState.Reconnecting r -> "link-reconnecting";
            case LinkState.Down down -> "link-down";
        };
        light.getStyleClass().setAll("link-light", style);
        link.setText(switch (state) {
            case LinkState.Up up -> words.get("frame.link.up", String.valueOf(up.roundTrip().toMillis()));
            case LinkState.Reconnecting r -> words.get("frame.link.reconnecting", String.valueOf(r.attempt()));
            case LinkState.Down down -> words.get("frame.link.down");
        });
    }

    private void unfollow() {
        Subscription following = ofLink;
        if (following != null) {
            following.close();
            ofLink = null;
        }
    }

    void dispose() {
        unfollow();
        ofSession.unsubscribe();
    }
}
