package org.katagpu.ui.page.kata.form;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.katagpu.kataconf.check.Diagnostic;
import org.katagpu.kataconf.check.Fix;
import org.katagpu.kataconf.check.Severity;
import org.katagpu.message.Messages;
import org.katagpu.ui.page.kata.model.EditModel;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** One thing that is wrong or doubtful, with what one click can do about it. */
final class ProblemRow extends HBox {
    ProblemRow(Messages words, Diagnostic problem, EditModel edit, boolean readOnly) {
        super(8);
        boolean error = problem.severity() == Severity.ERROR;
        getStyleClass().addAll("finding", error ? "finding-fail" : "finding-warn");
        FontIcon icon = new FontIcon(error ? Feather.X_CIRCLE : Feather.ALERT_TRIANGLE);
        Label what = new Label(words.get("kata.page.problem.at", String.valueOf(problem.at().line()),
                String.valueOf(problem.at().column()), problem.what()));
        what.setWrapText(true);
        what.setMinHeight(Region.USE_PREF_SIZE);
        VBox texts = new VBox(4, what);
        HBox.setHgrow(texts, Priority.ALWAYS);
        if (!problem.fixes().isEmpty() && !readOnly) {
            FlowPane fixes = new FlowPane(8, 6);
            problem.fixes().forEach(fix -> fixes.getChildren().add(button(words, fix, edit)));
            texts.getChildren().add(fixes);
        }
        getChildren().addAll(icon, texts);
    }

    private static Button button(Messages words, Fix fix, EditModel edit) {
        Button button = new Button(words.get(fix.label()));
        button.getStyleClass().addAll("small", "fix");
        button.setMnemonicParsing(false);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(event -> edit.apply(fix));
        return button;
    }
}
