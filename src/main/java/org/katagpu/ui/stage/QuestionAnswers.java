package org.katagpu.ui.stage;

import java.util.Optional;

import javafx.scene.Node;

import org.katagpu.setup.Finding;
import org.katagpu.setup.StageReport;

/** A page's own controls that take the answers to its stage's questions. */
@FunctionalInterface
public interface QuestionAnswers {
    /** Questions are only shown. */
    QuestionAnswers NONE = (report, question) -> Optional.empty();

    /**
     * The control, made anew whenever the panel is drawn; empty: the question is only shown.
     *
     * @param report the one the question stands in
     */
    Optional<Node> to(StageReport report, Finding question);
}
