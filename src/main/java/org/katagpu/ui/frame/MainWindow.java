package org.katagpu.ui.frame;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import javafx.animation.PauseTransition;
import javafx.geometry.Orientation;
import javafx.scene.Parent;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

import org.jspecify.annotations.Nullable;
import org.katagpu.message.Messages;
import org.katagpu.ui.log.LogActions;
import org.katagpu.ui.log.LogBook;
import org.katagpu.ui.log.LogPane;
import org.katagpu.ui.theme.Theme;

/** The window's content. Pages are drawn when first shown, and all anew when the language changes. */
public final class MainWindow {
    private static final double PAGE_SHARE = 0.68;
    /** The log gets no more of the height. */
    private static final double MOST_LOG = 0.4;
    private static final int LOG_AFTER_MS = 150;

    private final Wizard wizard;
    private final Map<PageId, PageFactory> factories;
    private final PreferencesStore store;
    private final LogBook logs;
    private final LogActions logActions;
    private final BorderPane root = new BorderPane();
    private final StackPane front = new StackPane();
    private final StepOrder order;
    private final NoticeBar notices;
    private final VBox upper;
    private final SplitPane split;
    private final Map<PageId, Page> drawn = new EnumMap<>(PageId.class);
    private Preferences preferences;
    private Messages words;
    private @Nullable Drawn around;
    private @Nullable LogPane log;
    private boolean itself;

    /** What stands around the page, in one language. */
    private record Drawn(HeaderBar header, StepRail rail, ActBar bar) {
        void dispose() {
            header.dispose();
            rail.dispose();
            bar.dispose();
        }
    }

    /** @param factories the steps this wizard has, in the order of {@link PageId} */
    public MainWindow(Wizard wizard, Map<PageId, PageFactory> factories, Preferences preferences,
            PreferencesStore store,
            LogBook logs, LogActions logActions) {
        this.wizard = wizard;
        this.factories = new EnumMap<>(factories);
        this.preferences = preferences;
        this.store = store;
        this.logs = logs;
        this.logActions = logActions;
        this.words = new Messages(preferences.locale());
        order = new StepOrder(factories.keySet());
        notices = new NoticeBar(wizard);
        upper = new VBox(notices, front);
        split = new SplitPane(upper);
        root.getStyleClass().add("wizard");
        root.getStylesheets().add(Theme.stylesheet());
        front.getStyleClass().add("page-area");
        VBox.setVgrow(front, Priority.ALWAYS);
        upper.setMinHeight(0);
        split.setOrientation(Orientation.VERTICAL);
        split.getStyleClass().add("page-and-log");
        root.setCenter(split);
        preferences.theme().apply();
        draw();
        drawLogSoon();
        wizard.pageProperty().subscribe(this::show);
        wizard.noticeProperty().subscribe(problem -> showNotices());
        wizard.notesProperty().subscribe(notes -> showNotices());
        wizard.sessionProperty().subscribe(session -> foldItself(!preferences.logOpen()));
        wizard.watch().linkProperty().subscribe(link -> dim(link.isPresent() && !wizard.watch().isUp()));
    }

    public Parent root() {
        return root;
    }

    public Messages words() {
        return words;
    }

    private void draw() {
        Drawn old = around;
        if (old != null) {
            old.dispose();
        }
        drawn.values().forEach(Page::dispose);
        drawn.clear();
        Drawn fresh = new Drawn(new HeaderBar(wizard, words, headerActions()), new StepRail(order, wizard, words),
                new ActBar(wizard, order, words));
        around = fresh;
        upper.getChildren().setAll(notices, front, fresh.bar());
        root.setTop(fresh.header());
        root.setLeft(fresh.rail());
    }

    private LogPane drawLog(boolean folded) {
        LogPane old = log;
        double divider = old == null ? PAGE_SHARE : split.getDividerPositions()[0];
        if (old != null) {
            old.close();
        }
        LogPane fresh = new LogPane(logs, words, logActions);
        fresh.onFailure(() -> foldItself(false));
        log = fresh;
        split.getItems().setAll(upper, fresh);
        SplitPane.setResizableWithParent(fresh, false);
        split.setDividerPositions(divider);
        itself = true;
        fresh.foldedProperty().set(folded);
        fresh.foldedProperty().subscribe(now -> fold(fresh, now));
        itself = false;
        return fresh;
    }

    /** The first frame does not wait for the log pane: nothing has run yet. */
    private void drawLogSoon() {
        PauseTransition soon = new PauseTransition(Duration.millis(LOG_AFTER_MS));
        soon.setOnFinished(event -> {
            if (log == null) {
                drawLog(!preferences.logOpen());
            }
        });
        soon.play();
    }

    private HeaderBar.Actions headerActions() {
        return new HeaderBar.Actions() {
            @Override
            public void switchLanguage() {
                prefer(preferences.otherLanguage());
                words = new Messages(preferences.locale());
                draw();
                drawLog(log == null || log.foldedProperty().get());
                show(wizard.pageProperty().get());
                showNotices();
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

            @Override
            public void about() {
                AboutWindow.show(root.getScene().getWindow(), words);
            }
        };
    }

    /** Nothing on a page claims that something is well while the host cannot be asked. */
    private void dim(boolean lost) {
        front.getStyleClass().remove("link-lost");
        if (lost) {
            front.getStyleClass().add("link-lost");
        }
    }

    private void showNotices() {
        notices.show(words, wizard.notesProperty().get(), wizard.noticeProperty().get());
    }

    private void prefer(Preferences changed) {
        preferences = changed;
        store.save(changed);
    }

    private void fold(LogPane log, boolean folded) {
        split.getStyleClass().remove("log-folded");
        log.maxHeightProperty().unbind();
        if (folded) {
            split.getStyleClass().add("log-folded");
            log.setMaxHeight(Region.USE_PREF_SIZE);
        } else {
            log.maxHeightProperty().bind(split.heightProperty().multiply(MOST_LOG));
            split.setDividerPositions(PAGE_SHARE);
        }
        if (!itself) {
            prefer(preferences.withLogOpen(!folded));
        }
    }

    /** Not the admin's own choice, so it is not remembered. */
    private void foldItself(boolean folded) {
        LogPane now = log;
        if (now != null) {
            itself = true;
            now.foldedProperty().set(folded);
            itself = false;
        }
    }

    private void show(PageId id) {
        Page page = drawn.computeIfAbsent(id, wanted -> Objects.requireNonNull(factories.get(wanted)).create(words));
        front.getChildren().setAll(page.view());
        Drawn now = around;
        if (now != null) {
            now.bar().show(id, page.acts());
        }
        page.shown();
    }
}
