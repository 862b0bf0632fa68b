package org.katagpu.ui.page.kata;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

import org.jspecify.annotations.Nullable;
import org.katagpu.message.Messages;
import org.katagpu.ui.control.Background;
import org.katagpu.ui.frame.Acts;
import org.katagpu.ui.frame.FxmlPage;
import org.katagpu.ui.frame.PageView;
import org.katagpu.ui.page.kata.model.ConfigState;
import org.katagpu.ui.page.kata.model.KataConfigModel;
import org.katagpu.ui.page.kata.model.Review;
import org.katagpu.ui.page.kata.model.SaveModel;
import org.katagpu.ui.stage.StageModel;

/** Draws {@link KataConfigModel} and {@link SaveModel}: the editor, or the way to a save. */
public final class KataConfigController implements FxmlPage {
    private final KataConfigModel model;
    private final SaveModel save;
    private final StageModel stage;
    private final Messages words;
    private final KataActs offered;
    private final EditorPlace editor;
    private final ReadOnlyObjectWrapper<Acts> acts = new ReadOnlyObjectWrapper<>(Acts.NONE);
    private final PageView page;
    private Subscription document = Subscription.EMPTY;
    private UndoButtons steps;
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
        this.words = words;
        this.offered = new KataActs(model, save, stage, this::settle);
        this.editor = new EditorPlace(model, background, words);
        this.page = new PageView(words, acts.getReadOnlyProperty());
        page.load(this);
    }

    @Override
    public PageView page() {
        return page;
    }

    @Override
    public void shown() {
        model.open();
    }

    @FXML
    private void initialize() {
        steps = new UndoButtons(undo, redo, model, save, this::settle);
        steps.name(words);
        steps.keys(root);
        page.keep(model.stateProperty().subscribe(this::stateChanged),
                save.reviewProperty().subscribe(now -> draw()), stage.viewProperty().subscribe(view -> buttons()),
                stage.busyProperty().subscribe(busy -> buttons()), () -> document.unsubscribe(), editor::drop,
                this::dropReview);
    }

    /** What is being typed counts before anything else is done with the document. */
    private void settle() {
        root.requestFocus();
        editor.settle();
    }

    private void stateChanged(ConfigState state) {
        document.unsubscribe();
        editor.drop();
        if (state instanceof ConfigState.Editing editing) {
            document = Subscription.combine(editing.edit().documentProperty().subscribe(now -> buttons()),
                    editing.edit().judgedProperty().subscribe(now -> buttons()),
                    editing.edit().drafts().firstProperty().subscribe(now -> buttons()));
        }
        draw();
    }

    private void draw() {
        Review review = save.reviewProperty().get();
        ConfigState state = model.stateProperty().get();
        title.setText(words.get(switch (review) {
            case Review.None _ -> "kata.page.title";
            case Review.Backups _ -> "kata.page.backups.title";
            default -> "kata.page.review.title";
        }));
        lead.setText(new StateView(words).lead(state));
        if (review instanceof Review.None) {
            dropReview();
            body.getChildren().setAll(new KataChooser(model, words), editor.of(state));
        } else if (reviewPane == null) {
            ReviewPane pane = new ReviewPane(save, stage, words);
            reviewPane = pane;
            body.getChildren().setAll(pane);
            pane.actsProperty().subscribe(now -> buttons());
        }
        buttons();
    }

    private void buttons() {
        steps.show();
        ReviewPane pane = reviewPane;
        acts.set(offered.of(pane == null ? Acts.NONE : pane.actsProperty().get()));
    }

    private void dropReview() {
        ReviewPane pane = reviewPane;
        if (pane != null) {
            pane.dispose();
            reviewPane = null;
        }
    }
}
