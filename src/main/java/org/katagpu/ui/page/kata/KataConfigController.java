package org.katagpu.ui.page.kata;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

import org.jspecify.annotations.Nullable;
import org.katagpu.message.Messages;
import org.katagpu.ui.control.Background;
import org.katagpu.ui.control.Views;
import org.katagpu.ui.frame.Acts;
import org.katagpu.ui.frame.Page;
import org.katagpu.ui.page.kata.form.EditorController;
import org.katagpu.ui.page.kata.model.ConfigState;
import org.katagpu.ui.page.kata.model.KataConfigModel;
import org.katagpu.ui.page.kata.model.Review;
import org.katagpu.ui.page.kata.model.SaveModel;
import org.katagpu.ui.page.kata.text.TextPane;
import org.katagpu.ui.stage.StageModel;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Draws {@link KataConfigModel} and {@link SaveModel}: the editor, or the way to a save. */
public final class KataConfigController implements Page {
    private final KataConfigModel model;
    private final SaveModel save;
    private final StageModel stage;
    private final Background background;
    private final Messages words;
    private final KataActs offered;
    private final ReadOnlyObjectWrapper<Acts> acts = new ReadOnlyObjectWrapper<>(Acts.NONE);
    private final Parent view;
    private @Nullable Subscription shown;
    private Subscription document = Subscription.EMPTY;
    private @Nullable EditorController editor;
    private @Nullable TextPane text;
    private @Nullable ReviewPane reviewPane;
    @FXML
    private VBox root;
    @FXML
    private Label title;
    @FXML
    private Label lead;
    @FXML
    private Button undo;
    @FXML
    private Button redo;
    @FXML
    private VBox body;

    public KataConfigController(KataConfigModel model, SaveModel save, StageModel stage, Background background,
            Messages words) {
        this.model = model;
        this.save = save;
        this.stage = stage;
        this.background = background;
        this.words = words;
        this.offered = new KataActs(model, save, stage, this::settle);
        this.view = new Views(words).load(this);
    }

    @Override
    public Parent view() {
        return view;
    }

    @Override
    public ObservableValue<Acts> acts() {
        return acts.getReadOnlyProperty();
    }

    @Override
    public void shown() {
        model.open();
    }

    @FXML
    private void initialize() {
        icon(undo, Feather.CORNER_UP_LEFT, "kata.page.undo");
        icon(redo, Feather.CORNER_UP_RIGHT, "kata.page.redo");
        undo.setOnAction(event -> undo());
        redo.setOnAction(event -> redo());
        root.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        shown = Subscription.combine(model.stateProperty().subscribe(this::stateChanged),
                save.reviewProperty().subscribe(this::reviewed),
                stage.viewProperty().subscribe(view -> buttons()), stage.busyProperty().subscribe(busy -> buttons()));
    }

    private void icon(Button button, Feather shape, String key) {
        button.setGraphic(new FontIcon(shape));
        button.setTooltip(new Tooltip(words.get(key)));
        button.setAccessibleText(words.get(key));
    }

    private void pressed(KeyEvent event) {
        if (event.isShortcutDown() && event.getCode() == KeyCode.Z
                && save.reviewProperty().get() instanceof Review.None) {
            if (event.isShiftDown()) {
                redo();
            } else {
                undo();
            }
            event.consume();
        }
    }

    private void undo() {
        settle();
        if (model.stateProperty().get() instanceof ConfigState.Editing editing) {
            editing.edit().undo();
        }
    }

    private void redo() {
        settle();
        if (model.stateProperty().get() instanceof ConfigState.Editing editing) {
            editing.edit().redo();
        }
    }

    /** What is being typed counts before anything else is done with the document. */
    private void settle() {
        root.requestFocus();
        TextPane typed = text;
        if (typed != null) {
            typed.settle();
        }
    }

    private void stateChanged(ConfigState state) {
        document.unsubscribe();
        dropEditor();
        if (state instanceof ConfigState.Editing editing) {
            document = Subscription.combine(editing.edit().documentProperty().subscribe(now -> buttons()),
                    editing.edit().judgedProperty().subscribe(now -> buttons()),
                    editing.edit().drafts().firstProperty().subscribe(now -> buttons()));
        }
        draw();
    }

    private void reviewed(Review now) {
        draw();
    }

    private void draw() {
        boolean editing = save.reviewProperty().get() instanceof Review.None;
        title.setText(words.get(editing ? "kata.page.title" : switch (save.reviewProperty().get()) {
            case Review.Backups _ -> "kata.page.backups.title";
            default -> "kata.page.review.title";
        }));
        lead.setText(new StateView(words).lead(model.stateProperty().get()));
        if (editing) {
            ReviewPane pane = reviewPane;
            if (pane != null) {
                pane.dispose();
                reviewPane = null;
            }
            body.getChildren().setAll(new KataChooser(model, words), content(model.stateProperty().get()));
        } else if (reviewPane == null) {
            ReviewPane pane = new ReviewPane(save, stage, words);
            reviewPane = pane;
            body.getChildren().setAll(pane);
            pane.actsProperty().subscribe(now -> buttons());
        }
        buttons();
    }

    private Node content(ConfigState state) {
        if (!(state instanceof ConfigState.Editing editing)) {
            return new StateView(words).node(state);
        }
        EditorController now = editor;
        if (now == null) {
            text = new TextPane(editing.edit(), background, !model.canChange(), words);
            now = new EditorController(editing, model, text, words);
            editor = now;
        }
        VBox.setVgrow(now.view(), javafx.scene.layout.Priority.ALWAYS);
        return now.view();
    }

    private void buttons() {
        boolean editing = save.reviewProperty().get() instanceof Review.None;
        ConfigState state = model.stateProperty().get();
        boolean loaded = state instanceof ConfigState.Editing;
        there(undo, editing && loaded);
        there(redo, editing && loaded);
        if (state instanceof ConfigState.Editing now) {
            undo.setDisable(!now.edit().canUndo());
            redo.setDisable(!now.edit().canRedo());
        }
        ReviewPane pane = reviewPane;
        acts.set(offered.of(pane == null ? Acts.NONE : pane.actsProperty().get()));
    }

    private static void there(Button button, boolean now) {
        button.setVisible(now);
        button.setManaged(now);
    }

    private void dropEditor() {
        EditorController old = editor;
        if (old != null) {
            old.dispose();
        }
        editor = null;
        text = null;
    }

    @Override
    public void dispose() {
        Subscription subscription = shown;
        if (subscription != null) {
            subscription.unsubscribe();
        }
        document.unsubscribe();
        dropEditor();
        ReviewPane pane = reviewPane;
        if (pane != null) {
            pane.dispose();
        }
    }
}
