package org.katagpu.ui.page.kata.text;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import javafx.animation.PauseTransition;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.SelectionMode;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import javafx.util.Subscription;
import org.katagpu.kataconf.check.Diagnostic;
import org.katagpu.kataconf.check.Severity;
import org.katagpu.kataconf.toml.Position;
import org.katagpu.message.Messages;
import org.katagpu.ui.control.Background;
import org.katagpu.ui.page.kata.model.Analysis;
import org.katagpu.ui.page.kata.model.EditModel;
import org.katagpu.ui.page.kata.model.TextModel;

/** The document as text: only the lines in sight exist as nodes, and one of them is a field to type in. */
public final class TextPane extends VBox {
    private static final Duration PAUSE = Duration.millis(350);
    private static final double LINE_HEIGHT = 20;
    private final PauseTransition pause = new PauseTransition(PAUSE);
    private final TextModel text;
    private final Messages words;
    private final ListView<String> list = new ListView<>();
    private final Label status = new Label();
    private final Map<Integer, Diagnostic> faults = new HashMap<>();
    /** The few there are: refreshing the list would take the caret away. */
    private final Set<LineCell> cells = Collections.newSetFromMap(new WeakHashMap<>());
    private final Subscription shown;

    public TextPane(EditModel edit, Background background, boolean readOnly, Messages words) {
        super(4);
        this.words = words;
        this.text = new TextModel(edit, background, pause::playFromStart);
        pause.setOnFinished(event -> text.settle());
        getStyleClass().add("text-pane");
        status.setId("text-status");
        status.setWrapText(true);
        list.setId("text");
        list.setItems(text.lines());
        list.setFixedCellSize(LINE_HEIGHT);
        list.getStyleClass().add("text-lines");
        list.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        list.setCellFactory(any -> {
            LineCell cell = new LineCell(text, faults, readOnly, words);
            cells.add(cell);
            return cell;
        });
        list.addEventHandler(KeyEvent.KEY_PRESSED, event -> pressed(event, readOnly));
        VBox.setVgrow(list, Priority.ALWAYS);
        getChildren().addAll(list, status);
        shown = Subscription.combine(edit.documentProperty().subscribe(text::follow),
                edit.judgedProperty().subscribe(this::judged), text.caretLineProperty().subscribe(line -> draw()));
    }

    /** Brings a place into sight and puts the caret there. */
    public void reveal(Position place) {
        int line = Math.clamp(place.line() - 1L, 0, text.lines().size() - 1);
        list.scrollTo(Math.max(0, line - 4));
        text.caretTo(line, place.column() - 1);
    }

    /** What is typed becomes the document now. */
    public void settle() {
        pause.stop();
        text.settleNow();
    }

    public TextModel model() {
        return text;
    }

    private void judged(Analysis now) {
        faults.clear();
        now.problems().forEach(one -> faults.merge(one.at().line(), one,
                (first, second) -> first.severity() == Severity.ERROR ? first : second));
        draw();
        status.getStyleClass().removeAll("danger-text", "hint");
        var first = now.problems().stream().filter(one -> one.severity() == Severity.ERROR).findFirst();
        status.getStyleClass().add(first.isPresent() ? "danger-text" : "hint");
        status.setText(first.map(one -> words.get("kata.page.problem.at", String.valueOf(one.at().line()),
                String.valueOf(one.at().column()), one.what()))
                .orElseGet(() -> words.get("kata.page.text.valid", String.valueOf(text.lines().size()))));
    }

    private void draw() {
        List.copyOf(cells).forEach(LineCell::draw);
    }

    /** Whole lines, while no line is being typed in. */
    private void pressed(KeyEvent event, boolean readOnly) {
        var chosen = list.getSelectionModel().getSelectedIndices();
        if (chosen.isEmpty() || text.caretLineProperty().get() >= 0) {
            return;
        }
        if (event.isShortcutDown() && event.getCode() == KeyCode.C) {
            ClipboardContent content = new ClipboardContent();
            content.putString(String.join("\n", list.getSelectionModel().getSelectedItems()) + "\n");
            Clipboard.getSystemClipboard().setContent(content);
            event.consume();
        } else if (event.getCode() == KeyCode.DELETE && !readOnly) {
            text.remove(chosen.getFirst(), chosen.getLast() + 1);
            event.consume();
        } else if (event.getCode() == KeyCode.ENTER) {
            text.caretTo(chosen.getFirst(), 0);
            event.consume();
        }
    }

    public void dispose() {
        settle();
        shown.unsubscribe();
    }
}
