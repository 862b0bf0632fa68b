package org.katagpu.ui.page.essentials;

import java.util.Optional;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.katagpu.message.Messages;
import org.katagpu.message.Text;
import org.katagpu.ui.control.Views;
import org.katagpu.ui.frame.Act;
import org.katagpu.ui.frame.Acts;
import org.katagpu.ui.frame.Acts.Standing;
import org.katagpu.ui.frame.Page;

/** Draws {@link EssentialsModel} and the three decisions. */
public final class EssentialsController implements Page {
    private final EssentialsModel model;
    private final Decisions decisions;
    private final Messages words;
    private final ReadOnlyObjectWrapper<Acts> acts = new ReadOnlyObjectWrapper<>(Acts.NONE);
    private final Parent view;
    private Subscription following = Subscription.EMPTY;
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

    @FXML
    private void initialize() {
        gpus.getChildren().add(decisions.gpus());
        kernel.getChildren().add(decisions.kernel());
        name.getChildren().add(decisions.model());
        following = model.changedProperty().subscribe(count -> show());
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

    @Override
    public void dispose() {
        following.unsubscribe();
        decisions.dispose();
    }
}
