package org.katagpu.ui.frame;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.katagpu.message.Messages;
import org.katagpu.ui.control.FocusRing;
import org.katagpu.ui.control.StepLink;
import org.katagpu.ui.control.TabTraversal;
import org.katagpu.ui.log.LogActions;
import org.katagpu.ui.log.LogBook;
import org.katagpu.ui.theme.Theme;

/** The window's content. Pages are drawn when first shown, and all anew when the language changes. */
public final class MainWindow {
    private final Wizard wizard;
    private final Map<PageId, PageFactory> factories;
    private final PreferencesStore store;
    private final BorderPane root = new BorderPane();
    private final StackPane front = new StackPane();
    private final StepOrder order;
    private final NoticeBar notices;
    private final FrameMenu menu;
    private final LogDock log;
    private final VBox upper;
    private final Map<PageId, Page> drawn = new EnumMap<>(PageId.class);
    private final ReadOnlyStringWrapper title = new ReadOnlyStringWrapper();
    private Preferences preferences;
    private Messages words;
    private @Nullable Drawn around;

    /** What stands around the page, in one language. */
    private record Drawn(HeaderBar header, StepRail rail, ActBar bar) {
        void dispose() {
            header.dispose();
            rail.dispose();
            bar.dispose();
        }
    }

    /** @param factories the steps this wizard has */
    public MainWindow(Wizard wizard, Map<PageId, PageFactory> factories, Preferences preferences,
            PreferencesStore store, LogBook logs, LogActions logActions, WindowServices services) {
        this.wizard = wizard;
        this.factories = new EnumMap<>(factories);
        this.preferences = preferences;
        this.store = store;
        this.words = new Messages(preferences.locale());
        order = new StepOrder(factories.keySet());
        menu = new FrameMenu(wizard, order, services, logActions, () -> root.getScene().getWindow());
        notices = new NoticeBar(wizard);
        upper = new VBox(notices, front);
        log = new LogDock(upper, logs, logActions, open -> prefer(this.preferences.withLogOpen(open)));
        root.getStyleClass().add("wizard");
        root.getStylesheets().add(Theme.stylesheet());
        front.getStyleClass().add("page-area");
        VBox.setVgrow(front, Priority.ALWAYS);
        upper.setMinHeight(0);
        // What a page would like does not make the window wider than it is.
        upper.setMinWidth(0);
        front.setMinWidth(0);
        front.setAlignment(Pos.TOP_LEFT);
        root.setCenter(log.view());
        root.addEventHandler(KeyEvent.KEY_PRESSED, keyboard()::pressed);
        root.addEventHandler(StepLink.FOLLOWED, link -> PageId.named(link.step()).ifPresent(wizard::open));
        TabTraversal.in(root);
        FocusRing.over(root);
        preferences.theme().apply();
        size();
        draw();
        log.drawSoon(this::words, preferences.logOpen());
        wizard.pageProperty().subscribe(this::show);
        wizard.noticeProperty().subscribe(problem -> showNotices());
        wizard.notesProperty().subscribe(notes -> showNotices());
        wizard.sessionProperty().subscribe(this::tied);
        wizard.watch().linkProperty().subscribe(link -> dim(link.isPresent() && !wizard.watch().isUp()));
    }

    public Parent root() {
        return root;
    }

    public Messages words() {
        return words;
    }

    /** What the desktop shows of the window: the program, and the host it is tied to. */
    public ReadOnlyStringProperty titleProperty() {
        return title.getReadOnlyProperty();
    }

    /** Keeps where the window stands, for its next start. */
    public void keep(WindowPlace place) {
        prefer(preferences.withPlace(place));
    }

    private Keyboard keyboard() {
        return new Keyboard(number -> order.numbered(number).ifPresent(wizard::open))
                .on(Shortcut.BACK, () -> bar().ifPresent(ActBar::back))
                .on(Shortcut.NEXT, () -> bar().ifPresent(ActBar::next))
                .on(Shortcut.ACT, () -> bar().ifPresent(ActBar::doMain))
                .on(Shortcut.CHECK, () -> bar().ifPresent(ActBar::readAgain))
                .on(Shortcut.LOG, () -> log.search(words))
                .on(Shortcut.LARGER, () -> resize(preferences.textSize().larger()))
                .on(Shortcut.SMALLER, () -> resize(preferences.textSize().smaller()))
                .on(Shortcut.USUAL, () -> resize(TextSize.USUAL))
                .on(Shortcut.HELP, () -> menu.shortcuts(words));
    }

    private Optional<ActBar> bar() {
        return Optional.ofNullable(around).map(Drawn::bar);
    }

    private void draw() {
        Drawn old = around;
        if (old != null) {
            old.dispose();
        }
        drawn.values().forEach(Page::dispose);
        drawn.clear();
        Drawn fresh = new Drawn(new HeaderBar(wizard, words, new Actions()), new StepRail(order, wizard, words),
                new ActBar(wizard, order, words));
        around = fresh;
        upper.getChildren().setAll(notices, front, fresh.bar());
        root.setTop(fresh.header());
        root.setLeft(scrolled(fresh.rail()));
    }

    /** With large letters the steps may need more than the window's height. */
    private static ScrollPane scrolled(StepRail rail) {
        ScrollPane scrolled = new ScrollPane(rail);
        scrolled.setFitToWidth(true);
        scrolled.setFitToHeight(true);
        scrolled.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scrolled.setFocusTraversable(false);
        scrolled.setMinWidth(Region.USE_PREF_SIZE);
        scrolled.getStyleClass().addAll("edge-to-edge", "rail-scroll");
        return scrolled;
    }

    private final class Actions implements HeaderBar.Actions {
        @Override
        public void switchLanguage() {
            take(preferences.otherLanguage());
        }

        @Override
        public void switchTheme() {
            take(preferences.otherTheme());
        }

        @Override
        public void disconnect() {
            wizard.disconnected();
            wizard.open(PageId.CONNECT);
        }

        @Override
        public void open(HeaderBar.Item item) {
            switch (item) {
                case SETTINGS -> menu.settings(words, preferences, MainWindow.this::take);
                case SHORTCUTS -> menu.shortcuts(words);
                case HELP -> menu.help(words);
                case FOLDER -> menu.openLogFolder();
                case REPORT -> menu.report(words);
                case ABOUT -> menu.about(words);
            }
        }
    }

    /** What the admin prefers counts at once. */
    private void take(Preferences wanted) {
        Preferences before = preferences;
        prefer(wanted);
        if (!wanted.language().equals(before.language())) {
            words = new Messages(wanted.locale());
            draw();
            log.redraw(words, wanted.logOpen());
            show(wizard.pageProperty().get());
            showNotices();
            tied(wizard.sessionProperty().get());
        }
        if (wanted.theme() != before.theme()) {
            wanted.theme().apply();
        }
        if (wanted.logOpen() != before.logOpen()) {
            log.open(wanted.logOpen());
        }
        size();
    }

    private void resize(TextSize wanted) {
        take(preferences.withTextSize(wanted));
    }

    private void size() {
        root.setStyle("-fx-font-size: " + preferences.textSize().pixels() + "px;");
        log.scale(words, preferences.textSize().share());
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

    /** What ran on the host before is out of the way on the next one. */
    private void tied(Optional<Session> session) {
        log.open(preferences.logOpen());
        title.set(session.map(to -> words.get("frame.title.host", words.get(to.called()), words.get("frame.title")))
                .orElse(words.get("frame.title")));
    }

    private void show(PageId id) {
        Page page = drawn.computeIfAbsent(id, wanted -> Objects.requireNonNull(factories.get(wanted)).create(words));
        boolean fromRail = isWithin(around == null ? null : around.rail());
        boolean walked = root.getScene() != null && root.getScene().getFocusOwner() != null;
        front.getChildren().setAll(page.view());
        bar().ifPresent(bar -> bar.show(id, page.acts()));
        page.shown();
        // Who walks the rail stays in it; a page may know better where to begin.
        if (walked && !fromRail && !isWithin(front)) {
            FirstFocus.of(page.view()).ifPresent(Node::requestFocus);
        }
    }

    private boolean isWithin(@Nullable Node part) {
        Node at = part == null || root.getScene() == null ? null : root.getScene().getFocusOwner();
        while (at != null && at != part) {
            at = at.getParent();
        }
        return at != null;
    }
}
