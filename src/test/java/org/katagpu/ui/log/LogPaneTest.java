package org.katagpu.ui.log;

import static org.assertj.core.api.Assertions.assertThat;

import atlantafx.base.theme.PrimerLight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.application.Application;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.ScrollEvent;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.message.Messages;
import org.katagpu.message.Text;
import org.katagpu.ui.FxThread;
import org.testfx.api.FxRobot;

/** The pane in a real window, driven by wheel, keys and mouse. */
class LogPaneTest {
    @TempDir
    private Path folder;
    private final FxRobot robot = new FxRobot();
    private LogBook book;
    private LogModel log;
    private QuietActions actions;
    private Stage stage;
    private LogPane pane;

    @BeforeEach
    void open() throws IOException {
        book = new LogBook(folder, Logs.NOON);
        actions = new QuietActions(folder.resolve("saved.log"));
        FxThread.run(() -> {
            Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
            stage = new Stage();
            stage.setX(0);
            stage.setY(0);
        });
        show(Locale.ENGLISH);
    }

    @AfterEach
    void close() throws IOException {
        FxThread.run(() -> {
            pane.close();
            stage.close();
        });
        book.close();
    }

    @Test
    void anEmptyPaneSaysWhatWillBeHere() {
        assertThat(FxThread.get(this::texts)).contains("The output of everything done on the host appears here.",
                "Nothing has run yet");
        assertThat(FxThread.get(() -> one(ProgressBar.class, ".log-progress").isVisible())).isFalse();
    }

    @Test
    void followsUntilTheReaderScrollsUpAndAgainByTheButton() throws IOException {
        begin(200);
        assertThat(lastInSight()).isEqualTo("line 199");
        wheel(120);
        FxThread.await("paused", () -> followButton().isVisible());
        String seen = firstInSight();
        lines(200, 230);
        FxThread.await("counted", () -> followButton().getText().equals("Follow · 30 new lines"));
        assertThat(firstInSight()).isEqualTo(seen);
        FxThread.run(() -> followButton().fire());
        FxThread.await("following", () -> lastShown().equals("line 229"));
        assertThat(FxThread.get(() -> followButton().isVisible())).isFalse();
    }

    @Test
    void holdsStillUnderTheReaderWhileOldLinesFallOff() throws IOException {
        begin(0);
        lines(0, LogModel.CAPACITY);
        FxThread.await("all there", () -> rows().rows().size() == LogModel.CAPACITY);
        wheel(400);
        String seen = firstInSight();
        lines(LogModel.CAPACITY, LogModel.CAPACITY + 5_000);
        FxThread.await("taken over", () -> rows().rows().getLast().number() == LogModel.CAPACITY + 4_999);
        assertThat(firstInSight()).isEqualTo(seen);
    }

    @Test
    void keysPauseAndEndFollows() throws IOException {
        begin(200);
        FxThread.run(() -> rows().requestFocus());
        for (KeyCode code : List.of(KeyCode.UP, KeyCode.PAGE_UP, KeyCode.HOME)) {
            robot.type(code);
            FxThread.await("paused by " + code, () -> followButton().isVisible());
            robot.type(KeyCode.END);
            FxThread.await("resumed after " + code, () -> !followButton().isVisible());
        }
        robot.type(KeyCode.HOME);
        FxThread.await("first line", () -> firstShown().equals("line 0"));
    }

    @Test
    void theScrollBarPausesAndItsEndFollows() throws IOException {
        begin(200);
        FxThread.run(() -> verticalBar().setValue(10));
        assertThat(FxThread.get(() -> followButton().isVisible())).isTrue();
        FxThread.run(() -> verticalBar().setValue(verticalBar().getMax()));
        assertThat(FxThread.get(() -> followButton().isVisible())).isFalse();
    }

    @Test
    void fewLinesNeedNoPause() throws IOException {
        begin(3);
        wheel(40);
        assertThat(FxThread.get(() -> followButton().isVisible())).isFalse();
    }

    @Test
    void searchCountsAndSteps() throws IOException {
        begin(200);
        press(KeyCode.F, true, false);
        FxThread.await("open", () -> search().isVisible() && field().isFocused());
        FxThread.run(() -> field().setText("line 5"));
        FxThread.await("counted", () -> countText().equals("11 lines"));
        robot.type(KeyCode.ENTER);
        FxThread.await("first", () -> countText().equals("1 of 11") && sightOf("line 5"));
        robot.type(KeyCode.ENTER);
        FxThread.await("second", () -> countText().equals("2 of 11") && sightOf("line 50"));
        press(KeyCode.F3, false, true);
        press(KeyCode.F3, false, true);
        FxThread.await("round to the last", () -> countText().equals("11 of 11") && sightOf("line 59"));
        log.line("line 555");
        FxThread.await("a new hit", () -> countText().equals("11 of 12"));
        FxThread.run(() -> one(CheckBox.class, ".log-only").fire());
        FxThread.await("only hits", () -> rows().rows().size() == 12);
        robot.type(KeyCode.ESCAPE);
        FxThread.await("closed", () -> !search().isVisible() && rows().rows().size() == 201);
    }

    @Test
    void onlyProblemsAndBack() throws IOException {
        begin(20);
        FxThread.run(() -> byAccessible("Only warnings and errors").fire());
        FxThread.await("none passes", () -> texts().contains("No line passes the filter."));
        log.line("error: busy");
        FxThread.await("one passes", () -> rows().rows().size() == 1);
        FxThread.run(() -> byAccessible("Only warnings and errors").fire());
        FxThread.await("all", () -> rows().rows().size() == 21);
    }

    @Test
    void copiesSelectedRowsWithoutEscapes() throws IOException {
        begin(0);
        log.line("\u001b[31mred\u001b[0m one");
        log.line("two");
        log.line("three");
        FxThread.await("there", () -> rows().rows().size() == 3);
        FxThread.run(() -> rows().requestFocus());
        robot.type(KeyCode.HOME);
        FxThread.run(() -> key(rows(), KeyCode.DOWN, false, true));
        FxThread.run(() -> key(rows(), KeyCode.C, true, false));
        assertThat(clipboard()).isEqualTo("red one\ntwo");
        FxThread.run(() -> key(rows(), KeyCode.A, true, false));
        FxThread.run(() -> key(rows(), KeyCode.C, true, false));
        assertThat(clipboard()).isEqualTo("red one\ntwo\nthree");
    }

    @Test
    void aClickSelectsTheRowUnderIt() throws IOException {
        begin(200);
        FxThread.await("painted", () -> lastShown().equals("line 199"));
        RowCell cell = FxThread.get(() -> cells().get(3));
        String text = FxThread.get(() -> text(cell));
        robot.clickOn(cell);
        FxThread.await("selected", () -> !rows().selection().isEmpty());
        assertThat(FxThread.get(() -> Logs.ENGLISH.plain(rows().rows().get(rows().leadIndex())))).isEqualTo(text);
        assertThat(FxThread.get(() -> followButton().isVisible())).isTrue();
    }

    @Test
    void theStripSaysWhereTheJobStands() throws IOException {
        begin(1);
        log.step(2, 5, Text.of("Probing"));
        log.progress(1_500_000_000, 4_500_000_000L, LogStatus.Unit.BYTES);
        FxThread.await("step and figure",
                () -> texts().containsAll(Set.of("2 of 5  Probing", "1.5 of 4.5 GB", "00:00")));
        FxThread.run(() -> one(Button.class, ".log-cancel").fire());
        assertThat(actions.cancelled).containsExactly(log);
        FxThread.await("asked once", () -> !one(Button.class, ".log-cancel").isVisible());
        log.end(LogStatus.State.CANCELLED);
        FxThread.await("ended", () -> texts().contains("Stopped at your request in step 2 of 5  Probing"));
        FxThread.run(() -> pane.foldedProperty().set(true));
        assertThat(FxThread.get(() -> rows().getParent().getParent().isVisible())).isFalse();
        assertThat(FxThread.get(this::texts)).contains("Stopped at your request in step 2 of 5  Probing");
    }

    @Test
    void severalLogsCanBeChosenAndTheNewestIsShown() throws IOException {
        begin(3);
        LogModel second = book.open(Text.of("Second"));
        second.line("other");
        FxThread.await("the newest", () -> rows().rows().size() == 1);
        FxThread.run(() -> choice().setValue(log));
        FxThread.await("the chosen", () -> rows().rows().size() == 3);
        second.line("more");
        FxThread.await("stays", () -> choice().getItems().size() == 2 && rows().rows().size() == 3);
    }

    @Test
    void savesTheWholeLog() throws IOException {
        begin(30);
        FxThread.run(() -> one(MenuButton.class, ".menu-button").getItems().getFirst().fire());
        FxThread.await("told", () -> texts().stream().anyMatch(text -> text.startsWith("Saved 30 lines to ")));
        assertThat(Files.readAllLines(folder.resolve("saved.log"))).hasSize(30);
    }

    @Test
    void anotherLanguageShowsTheSameLog() throws IOException {
        begin(5);
        log.step(1, 2, Text.of("log.title"));
        FxThread.run(() -> pane.close());
        show(Locale.SIMPLIFIED_CHINESE);
        FxThread.await("in Chinese", () -> lastShown().equals("第 1/2 步  日志") && rows().rows().size() == 6);
    }

    @Test
    void everyButtonSaysWhatItDoes() throws IOException {
        begin(1);
        List<ButtonBase> bare = FxThread.get(() -> pane.lookupAll(".button-icon").stream().map(ButtonBase.class::cast)
                .filter(button -> button.getAccessibleText() == null || button.getTooltip() == null).toList());
        assertThat(bare).isEmpty();
        assertThat(FxThread.get(() -> pane.lookupAll(".button-icon").size())).isGreaterThanOrEqualTo(7);
    }

    private void show(Locale locale) {
        FxThread.run(() -> {
            pane = new LogPane(book, new Messages(locale), actions);
            stage.setScene(new Scene(pane, 860, 360));
            stage.show();
            stage.requestFocus();
        });
    }

    private void begin(int lines) throws IOException {
        log = book.open(Text.of("Bind GPUs"));
        lines(0, lines);
        FxThread.await("shown",
                () -> rows().rows().size() == lines && (lines == 0 || lastShown().equals("line " + (lines - 1))));
    }

    private void lines(int from, int to) {
        for (int i = from; i < to; i++) {
            log.line(LogLevel.PLAIN, "line " + i);
        }
    }

    private RowsView rows() {
        return one(RowsView.class, ".log-rows");
    }

    private TextField field() {
        return one(TextField.class, ".log-search .text-field");
    }

    private Node search() {
        return one(Node.class, ".log-search");
    }

    private Button followButton() {
        return one(Button.class, ".log-follow");
    }

    private String countText() {
        return one(Label.class, ".log-count").getText();
    }

    @SuppressWarnings("unchecked")
    private ComboBox<LogModel> choice() {
        return one(ComboBox.class, ".log-choice");
    }

    private ScrollBar verticalBar() {
        return rows().getChildrenUnmodifiable().stream().filter(ScrollBar.class::isInstance).map(ScrollBar.class::cast)
                .findFirst().orElseThrow();
    }

    private ButtonBase byAccessible(String text) {
        return pane.lookupAll(".button-icon").stream().map(ButtonBase.class::cast)
                .filter(button -> text.equals(button.getAccessibleText())).findFirst().orElseThrow();
    }

    private <N extends Node> N one(Class<N> type, String selector) {
        return type.cast(pane.lookup(selector));
    }

    private Set<String> texts() {
        return pane.lookupAll(".label").stream().filter(Label.class::isInstance)
                .map(label -> ((Label) label).getText()).collect(Collectors.toSet());
    }

    /** The rows wholly or partly in sight, from above. */
    private List<RowCell> cells() {
        return rows().lookupAll(".log-row").stream().map(RowCell.class::cast)
                .filter(cell -> cell.isVisible() && cell.getLayoutY() < rows().viewHeight()
                        && cell.getLayoutY() + cell.getHeight() > 0)
                .sorted((a, b) -> Double.compare(a.getLayoutY(), b.getLayoutY())).toList();
    }

    private static String text(RowCell cell) {
        return (String) cell.queryAccessibleAttribute(javafx.scene.AccessibleAttribute.TEXT);
    }

    private String lastShown() {
        List<RowCell> cells = cells();
        return cells.isEmpty() ? "" : text(cells.getLast());
    }

    private String firstShown() {
        return text(cells().getFirst());
    }

    private boolean sightOf(String line) {
        return cells().stream().anyMatch(cell -> text(cell).equals(line));
    }

    private String lastInSight() {
        return FxThread.get(this::lastShown);
    }

    private String firstInSight() {
        return FxThread.get(() -> {
            rows().layout();
            return firstShown();
        });
    }

    private void wheel(double deltaY) {
        FxThread.run(() -> {
            Event.fireEvent(rows(),
                    new ScrollEvent(ScrollEvent.SCROLL, 10, 10, 10, 10, false, false, false, false, false,
                            false, 0, deltaY, 0, deltaY, ScrollEvent.HorizontalTextScrollUnits.NONE, 0,
                            ScrollEvent.VerticalTextScrollUnits.NONE, 0, 0, null));
            rows().layout();
        });
    }

    private void press(KeyCode code, boolean shortcut, boolean shift) {
        FxThread.run(
                () -> key(stage.getScene().getFocusOwner() == null ? rows() : stage.getScene().getFocusOwner(), code,
                        shortcut, shift));
    }

    private static void key(Node target, KeyCode code, boolean shortcut, boolean shift) {
        Event.fireEvent(target, new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, shift, shortcut, false, false));
    }

    private static String clipboard() {
        return FxThread.get(() -> Clipboard.getSystemClipboard().getString());
    }
}
