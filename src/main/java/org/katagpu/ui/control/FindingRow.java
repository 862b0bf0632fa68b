package org.katagpu.ui.control;

import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.katagpu.message.Messages;
import org.katagpu.message.VisibleText;
import org.katagpu.setup.Finding;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** One finding: its mark by shape and colour, what was found, the evidence as read, and what to do about it. */
public final class FindingRow extends HBox {
    public FindingRow(Messages words, Finding finding) {
        this(words, finding, true, true);
    }

    /** @param next whether what to do is said here @param evidence whether what was read is shown here */
    public FindingRow(Messages words, Finding finding, boolean next, boolean evidence) {
        Finding.Status status = finding.status();
        String name = status.name().toLowerCase(java.util.Locale.ROOT);
        getStyleClass().addAll("finding", "finding-" + name);
        FontIcon icon = new FontIcon(switch (status) {
            case PASS -> Feather.CHECK_CIRCLE;
            case WARN -> Feather.ALERT_TRIANGLE;
            case FAIL -> Feather.X_CIRCLE;
            case ASK -> Feather.HELP_CIRCLE;
            case UNKNOWN -> Feather.MINUS_CIRCLE;
        });
        Label mark = new Label("", icon);
        mark.setAccessibleText(words.get("frame.status." + name));
        mark.setTooltip(new Tooltip(words.get("frame.status." + name)));
        Label what = wrapped(words.get(finding.what()), "finding-what");
        VBox texts = new VBox(2, what);
        String read = VisibleText.of(finding.evidence()).strip();
        if (status == Finding.Status.PASS) {
            if (!read.isEmpty()) {
                // What passed takes one line; its evidence is at hand, not in the way.
                what.setTooltip(new Tooltip(read));
            }
        } else {
            if (next) {
                String sentence = words.get(finding.next());
                texts.getChildren().add(wrapped(sentence, "hint"));
                texts.getChildren().addAll(StepLinks.below(sentence, words));
            }
            if (evidence && !read.isEmpty()) {
                texts.getChildren().add(wrapped(read, "mono"));
            }
        }
        setHgrow(texts, Priority.ALWAYS);
        getChildren().addAll(mark, texts);
    }

    private static Label wrapped(String text, String styleClass) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.getStyleClass().add(styleClass);
        return label;
    }
}
