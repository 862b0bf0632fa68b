package org.katagpu.ui.page.essentials;

import java.util.Optional;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.fxml.FXML;
import javafx.scene.layout.VBox;
import org.katagpu.message.Messages;
import org.katagpu.message.Text;
import org.katagpu.ui.frame.Act;
import org.katagpu.ui.frame.Acts;
import org.katagpu.ui.frame.Acts.Standing;
import org.katagpu.ui.frame.FxmlPage;
import org.katagpu.ui.frame.PageView;

/** Draws {@link EssentialsModel} and the three decisions. */
public final class EssentialsController implements FxmlPage {
    private final EssentialsModel model;
    private final Decisions decisions;
    private final Messages words;
    private final ReadOnlyObjectWrapper<Acts> acts = new ReadOnlyObjectWrapper<>(Acts.NONE);
    private final PageView page;
    @FXML
    private VBox gpus;
    @FXML
    private VBox kernel;
    @FXML
    private VBox name;
    @FXML
    private VBox rest;

    public EssentialsController(EssentialsModel model, Decisions decisions, Messages words) {
        this.model = model;
        this.decisions = decisions;
        this.words = words;
        this.page = new PageView(words, acts.getReadOnlyProperty());
        page.load(this);
    }

    @Override
    public PageView page() {
        return page;
    }

    @FXML
    private void initialize() {
        gpus.getChildren().add(decisions.gpus());
        kernel.getChildren().add(decisions.kernel());
        name.getChildren().add(decisions.model());
        page.keep(model.changedProperty().subscribe(count -> show()), decisions::dispose);
    }

    private void show() {
        rest.getChildren().setAll(model.items().stream().map(item -> new StageLines(model, item, words)).toList());
        acts.set(offered());
    }

    private Acts offered() {
        Act check = new Act("essentials-check", Text.of("review.check-all"), Act.Kind.READ, true, model::checkAll);
        Optional<Text> wrong = model.wrong();
        boolean decided = model.undecided().isEmpty() && wrong.isEmpty();
        Acts now = Acts.of(check);
        if (wrong.isPresent()) {
            return now.standing(Standing.of(Standing.Kind.BLOCKED, wrong.get()));
        }
        return decided
                ? now.standing(Standing.of(Standing.Kind.DONE, Text.of("essentials.decided")))
                : now.standing(Standing.of(Standing.Kind.NOTE, Text.of("essentials.open", model.undecided().stream()
                        .map(words::get).collect(Collectors.joining(words.get("essentials.and"))))));
    }

    @Override
    public void shown() {
        model.shown();
    }
}
