package org.katagpu.ui.frame;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import javafx.application.Platform;
import javafx.geometry.Orientation;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.katagpu.message.Messages;
import org.katagpu.message.Problem;
import org.katagpu.ui.control.ProblemView;
import org.katagpu.ui.log.LogActions;
import org.katagpu.ui.log.LogBook;
import org.katagpu.ui.log.LogPane;
import org.katagpu.ui.theme.Theme;

/** The window's content. Pages are drawn when first shown, and all anew when the language changes. */
public final class MainWindow {
    private static final double PAGE_SHARE = 0.68;

    private final Wizard wizard;
    private final Map<PageId, PageFactory> factories;
    private final PreferencesStore store;
    private final LogBook logs;
    private final LogActions logActions;
    private final BorderPane root = new BorderPane();
    private final StackPane front = new StackPane();
    private final VBox notices = new VBox();
    private final VBox upper = new VBox(notices, front);
    private final SplitPane split = new SplitPane(upper);
    private final Map<PageId, Page> drawn = new EnumMap<>(PageId.class);
    private Preferences preferences;
    private Messages words;
    private @Nullable Drawn around;

    /** What stands around the page, in one language. */
    private record Drawn(HeaderBar header, StepRail rail, LogPane log) {
        void dispose() {
            header.dispose();
            rail.dispose();
            log.close();
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
        root.getStyleClass().add("wizard");
        root.getStylesheets().add(Theme.stylesheet());
        front.getStyleClass().add("page-area");
        notices.getStyleClass().add("notices");
        VBox.setVgrow(front, Priority.ALWAYS);
        upper.setMinHeight(0);
        split.setOrientation(Orientation.VERTICAL);
        split.getStyleClass().add("page-and-log");
        root.setCenter(split);
        preferences.theme().apply();
        draw(true);
        wizard.pageProperty().subscribe(this::show);
        wizard.noticeProperty().subscribe(problem -> showNotice(problem));
        wizard.sessionProperty().subscribe(session -> foldLog());
        logs.onChange(() -> Platform.runLater(this::unfoldLog));
    }

    public Parent root() {
        return root;
    }

    public Messages words() {
        return words;
    }

    private void draw(boolean logFolded) {
        Drawn old = around;
        if (old != null) {
            old.dispose();
        }
        drawn.values().forEach(Page::dispose);
        drawn.clear();
        Drawn fresh = new Drawn(new HeaderBar(wizard, words, headerActions()),
                new StepRail(List.copyOf(factories.keySet()), wizard, words), new LogPane(logs, words, logActions));
        around = fresh;
        root.setTop(fresh.header());
        root.setLeft(fresh.rail());
        double divider = split.getItems().size() > 1 ? split.getDividerPositions()[0] : PAGE_SHARE;
        split.getItems().setAll(upper, fresh.log());
        SplitPane.setResizableWithParent(fresh.log(), false);
        split.setDividerPositions(divider);
        fresh.log().foldedProperty().set(logFolded);
        fresh.log().foldedProperty().subscribe(folded -> fold(fresh.log(), folded));
    }

    private HeaderBar.Actions headerActions() {
        return new HeaderBar.Actions() {
            @Override
            public void switchLanguage() {
                prefer(preferences.otherLanguage());
                words = new Messages(preferences.locale());
                draw(around == null || around.log().foldedProperty().get());
                show(wizard.pageProperty().get());
                showNotice(wizard.noticeProperty().get());
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
        };
    }

    private void showNotice(Optional<Problem> problem) {
        notices.getChildren().clear();
        problem.ifPresent(shown -> {
            Button away = new Button(words.get("frame.notice.away"));
            away.setOnAction(event -> wizard.noticeProperty().set(Optional.empty()));
            notices.getChildren().addAll(new ProblemView(words, shown), away);
        });
    }

    private void prefer(Preferences changed) {
        preferences = changed;
        store.save(changed);
    }

    private void fold(LogPane log, boolean folded) {
        log.setMaxHeight(folded ? Region.USE_PREF_SIZE : Double.MAX_VALUE);
        if (!folded && split.getDividerPositions()[0] > PAGE_SHARE) {
            split.setDividerPositions(PAGE_SHARE);
        }
    }

    /** What ran on the host before is out of the way on the next one. */
    private void foldLog() {
        Drawn now = around;
        if (now != null) {
            now.log().foldedProperty().set(true);
        }
    }

    private void unfoldLog() {
        Drawn now = around;
        if (now != null && !logs.logs().isEmpty()) {
            now.log().foldedProperty().set(false);
        }
    }

    private void show(PageId id) {
        Page page = drawn.computeIfAbsent(id, wanted -> Objects.requireNonNull(factories.get(wanted)).create(words));
        front.getChildren().setAll(page.view());
        page.shown();
    }
}
