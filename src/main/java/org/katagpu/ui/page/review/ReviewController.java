package org.katagpu.ui.page.review;

import java.util.ArrayList;
import java.util.List;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

import org.katagpu.message.Messages;
import org.katagpu.ui.frame.Acts;
import org.katagpu.ui.frame.FxmlPage;
import org.katagpu.ui.frame.PageView;

/** Draws {@link ReviewModel}. */
public final class ReviewController implements FxmlPage {
    private final ReviewModel model;
    private final Messages words;
    private final ReviewActs offered;
    private final ReadOnlyObjectWrapper<Acts> acts = new ReadOnlyObjectWrapper<>(Acts.NONE);
    private final PageView page;
    private final List<RowContent> drawn = new ArrayList<>();
    @FXML
    private VBox rows;
    @FXML
    private Label hint;

    public ReviewController(ReviewModel model, Messages words) {
        this.model = model;
        this.words = words;
        this.offered = new ReviewActs(model);
        this.page = new PageView(words, acts.getReadOnlyProperty());
        page.load(this);
    }

    @Override
    public PageView page() {
        return page;
    }

    @FXML
    private void initialize() {
        page.keep(model.changedProperty().subscribe(count -> show()));
    }

    private void show() {
        for (int i = 0; i < model.items().size(); i++) {
            ReviewItem item = model.items().get(i);
            RowContent now = RowContent.of(item, model);
            // Only what changed is drawn anew, so that focus and scrolling stay where they are.
            if (i >= drawn.size()) {
                drawn.add(now);
                rows.getChildren().add(new ReviewRow(item, now, model, words));
            } else if (!drawn.get(i).equals(now)) {
                drawn.set(i, now);
                rows.getChildren().set(i, new ReviewRow(item, now, model, words));
            }
        }
        acts.set(offered.now());
        hint.setText(hint(model.isRunning()));
    }

    private String hint(boolean running) {
        if (model.isTakingBack()) {
            return words.get("review.hint.take-back");
        }
        if (!running && model.wasTakenBack()) {
            return model.notTakenBack().isEmpty()
                    ? words.get("review.hint.taken-back")
                    : words.get("review.hint.not-taken-back", titles(model.notTakenBack()));
        }
        if (!running && !model.doneButLeft().isEmpty()) {
            return words.get("review.hint.done-but-left", titles(model.doneButLeft()));
        }
        return words.get(hintKey(running));
    }

    private String titles(List<ReviewItem> items) {
        return String.join(", ", items.stream().map(item -> words.get(item.page().titleKey())).toList());
    }

    private String hintKey(boolean running) {
        if (running) {
            return "review.hint.running";
        }
        if (model.canRun()) {
            return "review.hint.ready";
        }
        if (model.blocked()) {
            return "review.hint.blocked";
        }
        if (model.isAllDone()) {
            return "review.hint.done";
        }
        return model.needed() == 0 && model.takesAny() ? "review.hint.done-of-run" : "review.hint.unanswered";
    }

    @Override
    public void shown() {
        model.shown();
    }
}
