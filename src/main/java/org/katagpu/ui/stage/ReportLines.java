package org.katagpu.ui.stage;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import javafx.scene.Node;
import javafx.scene.control.Label;

import org.katagpu.message.Messages;
import org.katagpu.setup.Finding;
import org.katagpu.setup.StageReport;
import org.katagpu.ui.control.FindingRow;

/** A report as lines: what would change, then every finding that did not pass. */
public final class ReportLines {
    private final Messages words;
    private final QuestionAnswers answers;

    public ReportLines(Messages words) {
        this(words, QuestionAnswers.NONE);
    }

    public ReportLines(Messages words, QuestionAnswers answers) {
        this.words = words;
        this.answers = answers;
    }

    public List<Node> of(StageReport report) {
        Stream<Node> changes = report.changes().stream().map(change -> wrapped("• " + words.get(change.what())));
        Stream<Node> findings = report.findings().stream()
                .filter(finding -> finding.status() != Finding.Status.PASS)
                .map(finding -> finding(report, finding));
        return Stream.concat(changes, findings).toList();
    }

    Node finding(StageReport report, Finding finding) {
        Optional<Node> answer = finding.status() == Finding.Status.ASK
                ? answers.to(report, finding)
                : Optional.empty();
        return answer.orElseGet(() -> new FindingRow(words, finding));
    }

    private static Label wrapped(String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        return label;
    }
}
