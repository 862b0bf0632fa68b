package org.katagpu.ui.frame;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import javafx.scene.Parent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;

import org.jspecify.annotations.Nullable;
import org.katagpu.message.Messages;
import org.katagpu.ui.theme.Theme;

/** The window's content. Pages are drawn when first shown, and all anew when the language changes. */
public final class MainWindow {
    private final Wizard wizard;
    private final Map<PageId, PageFactory> factories;
    private final PreferencesStore store;
    private final BorderPane root = new BorderPane();
    private final StackPane front = new StackPane();
    private final Map<PageId, Page> drawn = new EnumMap<>(PageId.class);
    private Preferences preferences;
    private Messages words;
    private @Nullable HeaderBar header;

    /** @param factories the steps this wizard has, in the order of {@link PageId} */
    public MainWindow(Wizard wizard, Map<PageId, PageFactory> factories, Preferences preferences,
            PreferencesStore store) {
        this.wizard = wizard;
        this.factories = new EnumMap<>(factories);
        this.preferences = preferences;
        this.store = store;
        this.words = new Messages(preferences.locale());
        root.getStyleClass().add("wizard");
        root.getStylesheets().add(Theme.stylesheet());
        front.getStyleClass().add("page-area");
        preferences.theme().apply();
        draw();
        wizard.pageProperty().subscribe(this::show);
    }

    public Parent root() {
        return root;
    }

    public Messages words() {
        return words;
    }

    private void draw() {
        HeaderBar old = header;
        if (old != null) {
            old.dispose();
        }
        drawn.values().forEach(Page::dispose);
        drawn.clear();
        HeaderBar fresh = new HeaderBar(wizard, words, new HeaderBar.Actions() {
            @Override
            public void switchLanguage() {
                prefer(preferences.otherLanguage());
                words = new Messages(preferences.locale());
                draw();
                show(wizard.pageProperty().get());
            }

            @Override
            public void switchTheme() {
                prefer(preferences.otherTheme());
                preferences.theme().apply();
            }

            @Override
            public void disconnect() {
                wizard.disconnected();
                wizard.open(PageId.CONNECT);
            }
        });
        header = fresh;
        root.setTop(fresh);
        root.setLeft(new StepRail(List.copyOf(factories.keySet()), wizard, words));
        root.setCenter(front);
    }

    private void prefer(Preferences changed) {
        preferences = changed;
        store.save(changed);
    }

    private void show(PageId id) {
        Page page = drawn.computeIfAbsent(id, wanted -> Objects.requireNonNull(factories.get(wanted)).create(words));
        front.getChildren().setAll(page.view());
        page.shown();
    }
}
