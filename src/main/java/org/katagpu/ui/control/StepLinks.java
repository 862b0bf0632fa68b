package org.katagpu.ui.control;

import java.util.List;

import javafx.scene.control.Hyperlink;
import javafx.scene.layout.FlowPane;

import org.katagpu.message.Messages;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Links to the steps a sentence names, to stand below it. */
final class StepLinks extends FlowPane {
    private StepLinks(List<String> steps, Messages words) {
        super(12, 2);
        for (String step : steps) {
            Hyperlink link = new Hyperlink(words.get("frame.page." + step), new FontIcon(Feather.ARROW_RIGHT));
            link.setId("to-" + step);
            link.setOnAction(event -> link.fireEvent(new StepLink(step)));
            getChildren().add(link);
        }
    }

    /** None where no step is named. */
    static List<StepLinks> below(String sentence, Messages words) {
        List<String> steps = StepNames.in(sentence, words);
        return steps.isEmpty() ? List.of() : List.of(new StepLinks(steps, words));
    }
}
