package org.katagpu.ui.log;

import java.time.ZoneId;

import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.katagpu.message.Messages;

/** The body of the pane: the rows of one log, with search and follow. */
final class LogView extends VBox implements SearchBar.Asks {
    private static final long FRAME_SHARE_NANOS = 6_000_000;

    private final EntryWords words;
    private final RowRenderer look;
    private final Runnable again;
    private final FollowMode follow = new FollowMode();
    private final RowsView list;
    private final SearchBar search;
    private final FollowButton followButton;
    private final EmptyPlaceholder emptyNote;
    private LogLevel least = LogLevel.DEBUG;
    private @Nullable LogModel log;
    private @Nullable LogRows rows;

    /**
     * @param again asks for another {@link #draw} with the next frame
     * @param font of the rows
     * @param showAllRows lifts the filters, also those set elsewhere
     */
    LogView(Messages messages, EntryWords words, Runnable again, Runnable showAllRows, LogFont font) {
        this.words = words;
        this.again = again;
        look = new RowRenderer(words, ZoneId.systemDefault(), font);
        list = new RowsView(look, follow, this::followChanged);
        list.setAccessibleText(messages.get("log.rows"));
        RowsInput.install(list, messages);
        followButton = new FollowButton(messages, this::resume);
        emptyNote = new EmptyPlaceholder(messages, showAllRows);
        search = new SearchBar(messages, this);
        closed();
        StackPane body = new StackPane(new ThemeProbe(this::themed), list, emptyNote, followButton);
        StackPane.setAlignment(followButton, Pos.BOTTOM_RIGHT);
        StackPane.setMargin(followButton, new Insets(0, 24, 18, 0));
        VBox.setVgrow(body, Priority.ALWAYS);
        getChildren().addAll(search, body);
    }

    /** Shows another log from its oldest kept line, following. */
    void show(@Nullable LogModel shown) {
        log = shown;
        follow.resume();
        rows = shown == null ? null : new LogRows(shown, words);
        if (rows != null) {
            rows.filter(wanted());
        }
        list.rows(rows == null ? new RowList() : rows.rows());
        look.currentHit(-1);
        draw();
    }

    /** Takes over what is new. */
    void draw() {
        if (rows != null) {
            LogRows.Taken taken = rows.take(FRAME_SHARE_NANOS);
            follow.added(taken.added());
            list.changed(taken.dropped());
            if (taken.more()) {
                again.run();
            }
            count();
        }
        followButton.show(follow.isActive(), follow.missed());
        emptyNote.setVisible(list.rows().isEmpty());
        emptyNote.show(log == null
                ? EmptyPlaceholder.Why.NO_LOG
                : log.total() == 0 || wanted().showsAll()
                        ? EmptyPlaceholder.Why.NO_LINE
                        : EmptyPlaceholder.Why.ALL_FILTERED);
    }

    void openSearch() {
        search.setVisible(true);
        search.setManaged(true);
        search.focusField();
        search(search.needle());
    }

    boolean isSearching() {
        return search.isVisible();
    }

    void least(LogLevel level) {
        least = level;
        filtered();
    }

    void times(boolean shown) {
        look.times(shown);
        list.requestLayout();
    }

    /** Lifts the search and its filter. */
    void showAll() {
        closed();
        list.requestFocus();
    }

    @Override
    public void search(SearchTerm needle) {
        look.search(needle);
        if (rows != null) {
            rows.search(needle);
        }
        list.requestLayout();
        again.run();
    }

    @Override
    public void next(boolean forwards) {
        if (rows == null || rows.hits().size() == 0) {
            return;
        }
        SearchHits hits = rows.hits();
        long from = look.currentHit() >= 0 ? look.currentHit() : topNumber() - (forwards ? 1 : 0);
        long hit = hits.get(forwards ? hits.after(from) : hits.before(from));
        list.pause();
        look.currentHit(hit);
        list.reveal(rows.rows().indexFrom(hit));
        list.requestLayout();
        count();
    }

    @Override
    public void onlyMatching(boolean only) {
        filtered();
    }

    @Override
    public void closed() {
        search.setVisible(false);
        search.setManaged(false);
        search.showAll();
        look.search(SearchTerm.NONE);
        if (rows != null) {
            filtered();
            list.requestLayout();
            list.requestFocus();
        }
    }

    private RowFilter wanted() {
        SearchTerm needle = search.isVisible() ? search.needle() : SearchTerm.NONE;
        return new RowFilter(needle, search.onlyMatching(), least);
    }

    private void filtered() {
        if (rows != null && !rows.filter().equals(wanted())) {
            rows.filter(wanted());
            list.reset();
            follow.resume();
            again.run();
        }
    }

    private long topNumber() {
        return list.rows().isEmpty() ? 0 : list.rows().get(list.indexAt(0)).number();
    }

    private void count() {
        if (rows != null && log != null) {
            search.count(rows.hits().indexOf(look.currentHit()), rows.hits().size(),
                    log.total() > LogModel.CAPACITY);
        }
    }

    private void resume() {
        list.resume();
        list.requestFocus();
    }

    private void followChanged() {
        followButton.show(follow.isActive(), follow.missed());
    }

    private void themed(LogTheme theme) {
        look.theme(theme);
        list.requestLayout();
    }
}
