package org.katagpu.ui.stage;

import java.util.List;
import java.util.Optional;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

import org.katagpu.message.Messages;
import org.katagpu.setup.Change;
import org.katagpu.setup.Finding;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageReport;
import org.katagpu.ui.control.ProblemView;

/** How a stage's run ended, drawn by its kind: done, a question, stopped by the admin, failed. */
public final class RunEndView {
    private final Messages words;
    private final ReportLines lines;

    public RunEndView(Messages words, ReportLines lines) {
        this.words = words;
        this.lines = lines;
    }

    /**
     * Empty where nothing is left to say of it.
     *
     * @param now what the host's check says since
     */
    public Optional<Node> of(StageEvent.Ended ended, StageReport now) {
        return switch (ended.outcome()) {
            case DONE -> Optional.of(done(ended.report()));
            // Each question stands once: where the host's check asks it too, there.
            case ASKS -> ended.question().filter(asked -> now.question().map(Finding::id).filter(asked.id()::equals)
                    .isEmpty()).map(asked -> lines.finding(ended.report(), asked));
            case STOPPED -> Optional.of(new StoppedBox(words, ended, now));
            case FAILED -> ended.problem().map(problem -> new ProblemView(words, problem));
        };
    }

    private VBox done(StageReport report) {
        VBox done = new VBox(4);
        done.getStyleClass().add("outcome");
        List<Change> made = report.changes().stream().filter(Change::done).toList();
        Label title = new Label(words.get(made.isEmpty() ? "panel.ended.unchanged" : "panel.ended.changed",
                String.valueOf(made.size())));
        title.setWrapText(true);
        done.getChildren().add(title);
        for (Change change : made) {
            Label line = new Label("✓ " + words.get(change.what()));
            line.setWrapText(true);
            done.getChildren().add(line);
        }
        return done;
    }
}
