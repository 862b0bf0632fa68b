package org.katagpu.ui.page.hostcheck;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

import org.katagpu.message.Messages;
import org.katagpu.message.Problem;
import org.katagpu.message.Text;
import org.katagpu.setup.Finding;
import org.katagpu.setup.preflight.CheckGroup;
import org.katagpu.setup.preflight.Concern;
import org.katagpu.setup.preflight.Judged;
import org.katagpu.ui.control.BusyRow;
import org.katagpu.ui.control.ClipboardText;
import org.katagpu.ui.control.FindingRow;
import org.katagpu.ui.control.ProblemView;
import org.katagpu.ui.control.Views;
import org.katagpu.ui.frame.Act;
import org.katagpu.ui.frame.Acts;
import org.katagpu.ui.frame.Page;

/** Draws {@link HostCheckModel}. */
public final class HostCheckController implements Page {
    private final HostCheckModel model;
    private final Messages words;
    private final ReadOnlyObjectWrapper<Acts> acts = new ReadOnlyObjectWrapper<>(Acts.NONE);
    private final Parent view;
    private boolean copied;
    private Subscription subscriptions = Subscription.EMPTY;
    @FXML
    private Label summary;
    @FXML
    private ProgressIndicator reading;
    @FXML
    private CheckBox attention;
    @FXML
    private VBox problem;
    @FXML
    private VBox groups;

    public HostCheckController(HostCheckModel model, Messages words) {
        this.model = model;
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
        attention.setOnAction(event -> show(model.judgedProperty().get()));
        subscriptions = Subscription.combine(model.judgedProperty().subscribe(this::show),
                model.scans().problemProperty().subscribe(this::showProblem),
                model.scans().readingProperty().subscribe(this::showReading));
    }

    private void copy() {
        model.report(words).ifPresent(ClipboardText::copy);
        copied = true;
        renew();
    }

    private void renew() {
        Acts now = Acts.of(new Act("host-check-copy", Text.of(copied ? "hostcheck.copied" : "hostcheck.copy"),
                Act.Kind.COPY, !model.judgedProperty().get().isEmpty(), this::copy),
                new Act("host-check-read", Text.of("hostcheck.again"), Act.Kind.READ, true, model.scans()::read),
                Act.back("short-way", Text.of("essentials.title"), true, model::shortWay));
        acts.set(model.scans().readingProperty().get()
                ? now.standing(Acts.Standing.of(Acts.Standing.Kind.BUSY, Text.of("hostcheck.reading")))
                : now);
    }

    /** The first reading has a page of its own to fill; a later one leaves what was read in its place. */
    private void showReading(boolean now) {
        renew();
        boolean first = now && model.judgedProperty().get().isEmpty();
        reading.setVisible(now && !first);
        attention.setVisible(!first);
        if (first) {
            groups.getChildren().setAll(new BusyRow(words.get("hostcheck.reading")));
        } else if (model.judgedProperty().get().isEmpty()) {
            groups.getChildren().clear();
        }
    }

    private void showProblem(Optional<Problem> why) {
        problem.getChildren().setAll(why.map(one -> List.of(new ProblemView(words, one))).orElse(List.of()));
    }

    private void show(List<Judged> judged) {
        copied = false;
        renew();
        summary.setText(judged.isEmpty() ? "" : summary(model.counts()));
        groups.getChildren().clear();
        List<Concern> concerns = model.concerns();
        card(words.get("hostcheck.needs-attention"),
                concerns.stream().map(one -> new ConcernView(words, one, this::row)).toList());
        if (!attention.isSelected()) {
            for (CheckGroup group : CheckGroup.values()) {
                card(words.get("check.group." + group.name()),
                        judged.stream().filter(one -> one.check().group() == group)
                                .filter(one -> one.finding().status() == Finding.Status.PASS)
                                .map(one -> row(one, new FindingRow(words, one.finding()))).toList());
            }
        }
        if (!judged.isEmpty() && groups.getChildren().isEmpty()) {
            groups.getChildren().add(new Label(words.get("hostcheck.nothing-to-do")));
        }
    }

    private void card(String titleText, List<? extends Node> rows) {
        if (rows.isEmpty()) {
            return;
        }
        Label title = new Label(titleText);
        title.getStyleClass().add("section-title");
        VBox card = new VBox(title);
        card.getStyleClass().addAll("card", "check-group");
        card.getChildren().addAll(rows);
        groups.getChildren().add(card);
    }

    private Node row(Judged one, FindingRow finding) {
        CheckRow row = new CheckRow(words, one, finding, () -> model.checkAgain(one.check()));
        if (!one.check().id().equals("dns")) {
            return row;
        }
        Button lookUp = new Button(words.get("hostcheck.look-up"));
        lookUp.setId("look-up-names");
        lookUp.getStyleClass().add("small");
        lookUp.setOnAction(event -> model.lookUp());
        return new VBox(row, lookUp);
    }

    private String summary(Map<Finding.Status, Integer> counts) {
        return words.get("hostcheck.summary", count(counts, Finding.Status.PASS), count(counts, Finding.Status.WARN),
                count(counts, Finding.Status.FAIL), count(counts, Finding.Status.UNKNOWN));
    }

    private static String count(Map<Finding.Status, Integer> counts, Finding.Status status) {
        return String.valueOf(counts.getOrDefault(status, 0));
    }

    @Override
    public void dispose() {
        subscriptions.unsubscribe();
    }
}
