package org.katagpu.ui.page.hostcheck;

import java.util.List;
import java.util.Map;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.fxml.FXML;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.VBox;

import org.katagpu.message.Messages;
import org.katagpu.message.Text;
import org.katagpu.setup.Finding;
import org.katagpu.setup.preflight.Judged;
import org.katagpu.ui.control.BusyRow;
import org.katagpu.ui.control.ClipboardText;
import org.katagpu.ui.control.ProblemView;
import org.katagpu.ui.frame.Act;
import org.katagpu.ui.frame.Acts;
import org.katagpu.ui.frame.FxmlPage;
import org.katagpu.ui.frame.PageView;

/** Draws {@link HostCheckModel}. */
public final class HostCheckController implements FxmlPage {
    private final HostCheckModel model;
    private final Messages words;
    private final ReadOnlyObjectWrapper<Acts> acts = new ReadOnlyObjectWrapper<>(Acts.NONE);
    private final PageView page;
    private boolean copied;
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
        this.page = new PageView(words, acts.getReadOnlyProperty());
        page.load(this);
    }

    @Override
    public PageView page() {
        return page;
    }

    @FXML
    private void initialize() {
        attention.setOnAction(event -> show(model.judgedProperty().get()));
        page.keep(model.judgedProperty().subscribe(this::show),
                model.scans().problemProperty().subscribe(why -> ProblemView.fill(problem, words, why)),
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

    private void show(List<Judged> judged) {
        copied = false;
        renew();
        summary.setText(judged.isEmpty() ? "" : summary(model.counts()));
        new CheckCards(groups, model, words).show(judged, attention.isSelected());
    }

    private String summary(Map<Finding.Status, Integer> counts) {
        return words.get("hostcheck.summary", count(counts, Finding.Status.PASS), count(counts, Finding.Status.WARN),
                count(counts, Finding.Status.FAIL), count(counts, Finding.Status.UNKNOWN));
    }

    private static String count(Map<Finding.Status, Integer> counts, Finding.Status status) {
        return String.valueOf(counts.getOrDefault(status, 0));
    }
}
