package org.katagpu.ui.page.serve;

import java.util.Locale;

import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.katagpu.message.Messages;
import org.katagpu.message.Text;
import org.katagpu.setup.serve.MemoryAdvice;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Whether the model fits, by the estimate, with the sum it was reckoned by. */
final class AdviceView {
    private final VBox box;
    private final Messages words;

    AdviceView(VBox box, Messages words) {
        this.box = box;
        this.words = words;
    }

    void show(MemoryAdvice advice) {
        String verdict = advice.verdict().name().toLowerCase(Locale.ROOT);
        String look = switch (advice.verdict()) {
            case FITS -> "finding-pass";
            // An estimate warns, it never forbids.
            case TIGHT, TOO_LARGE -> "finding-warn";
            case UNKNOWN -> "finding-unknown";
        };
        Feather icon = switch (advice.verdict()) {
            case FITS -> Feather.CHECK_CIRCLE;
            case TIGHT, TOO_LARGE -> Feather.ALERT_TRIANGLE;
            case UNKNOWN -> Feather.HELP_CIRCLE;
        };
        Label said = wrapped(words.get("serve.memory.verdict." + verdict), "finding-what");
        said.setId("memory-verdict");
        box.getChildren().setAll(row(icon, look, said));
        VBox sum = new VBox(1);
        for (Text line : advice.sum()) {
            sum.getChildren().add(wrapped(words.get(line), "hint"));
        }
        sum.getStyleClass().add("advice-sum");
        box.getChildren().add(sum);
        for (Text caution : advice.cautions()) {
            box.getChildren().add(row(Feather.ALERT_TRIANGLE, "finding-warn", wrapped(words.get(caution), "hint")));
        }
    }

    private static HBox row(Feather icon, String look, Label text) {
        HBox row = new HBox(8, new Label("", new FontIcon(icon)), text);
        HBox.setHgrow(text, Priority.ALWAYS);
        row.getStyleClass().add(look);
        return row;
    }

    private static Label wrapped(String text, String styleClass) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMaxWidth(Double.MAX_VALUE);
        label.getStyleClass().add(styleClass);
        return label;
    }
}
